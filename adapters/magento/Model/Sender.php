<?php
declare(strict_types=1);

namespace Kundig\Connect\Model;

use Magento\Framework\HTTP\Client\CurlFactory;

/**
 * Sends a notice once and does not wait long: what is lost Kundig finds by itself, within the hour.
 */
class Sender
{
    private const SECONDS = 3;

    private $hook;
    private $curls;

    public function __construct(Hook $hook, CurlFactory $curls)
    {
        $this->hook = $hook;
        $this->curls = $curls;
    }

    public function isWanted(): bool
    {
        return $this->hook->address() !== '';
    }

    public function send(Notice $notice): void
    {
        $curl = $this->curls->create();
        $curl->setTimeout(self::SECONDS);
        $curl->setOption(CURLOPT_CONNECTTIMEOUT, self::SECONDS);
        $curl->setOption(CURLOPT_FOLLOWLOCATION, false);
        $curl->addHeader('Content-Type', 'application/json');
        $curl->addHeader('X-Kundig-Delivery', bin2hex(random_bytes(16)));
        $curl->addHeader('X-Kundig-Signature', $notice->signature($this->hook->secret()));
        $curl->post($this->hook->address(), $notice->body());
    }
}
