<?php
declare(strict_types=1);

namespace Kundig\Connect\Model;

use Psr\Log\LoggerInterface;

/**
 * Gathers what changes in one request, and names it when the request is answered. Programs that run
 * on (imports, queues) name it every other second. Nothing that goes wrong here may trouble the shop.
 */
class Changes
{
    private const MOST = 500;
    private const SECONDS_BETWEEN = 2;

    private $sender;
    private $log;
    private $changed = [];
    private $count = 0;
    private $sentAt = 0;
    private $registered = false;

    public function __construct(Sender $sender, LoggerInterface $log)
    {
        $this->sender = $sender;
        $this->log = $log;
    }

    public function note(string $resource, string $id): void
    {
        if (isset($this->changed[$resource][$id])) {
            return;
        }
        $this->changed[$resource][$id] = $id;
        $this->count++;
        if (!$this->registered) {
            $this->registered = true;
            register_shutdown_function([$this, 'sendAfterAnswer']);
        }
        $runsOn = PHP_SAPI === 'cli' && time() - $this->sentAt >= self::SECONDS_BETWEEN;
        if ($runsOn || $this->count >= self::MOST) {
            $this->send();
        }
    }

    public function sendAfterAnswer(): void
    {
        if ($this->count > 0 && function_exists('fastcgi_finish_request')) {
            fastcgi_finish_request();
        }
        $this->send();
    }

    private function send(): void
    {
        $changed = $this->changed;
        $this->changed = [];
        $this->count = 0;
        $this->sentAt = time();
        try {
            if ($changed !== [] && $this->sender->isWanted()) {
                $this->sender->send(new Notice($changed));
            }
        } catch (\Throwable $e) {
            $this->log->info('Kundig could not be told: ' . $e->getMessage());
        }
    }
}
