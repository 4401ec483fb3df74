<?php
declare(strict_types=1);

namespace Kundig\Connect\Model;

use Kundig\Connect\Api\HookInterface;
use Magento\Framework\App\Config\ReinitableConfigInterface;
use Magento\Framework\App\Config\Storage\WriterInterface;
use Magento\Framework\Encryption\EncryptorInterface;
use Magento\Framework\Exception\InputException;
use Magento\Framework\Phrase;

/**
 * Keeps the address and, encrypted, the secret in the shop's configuration.
 */
class Hook implements HookInterface
{
    private const ADDRESS = 'kundig/connect/address';
    private const SECRET = 'kundig/connect/secret';
    private const SHORTEST_SECRET = 32;

    private $config;
    private $writer;
    private $encryptor;

    public function __construct(
        ReinitableConfigInterface $config,
        WriterInterface $writer,
        EncryptorInterface $encryptor
    ) {
        $this->config = $config;
        $this->writer = $writer;
        $this->encryptor = $encryptor;
    }

    /**
     * @inheritdoc
     */
    public function address(): string
    {
        return (string)$this->config->getValue(self::ADDRESS);
    }

    public function secret(): string
    {
        $kept = (string)$this->config->getValue(self::SECRET);
        return $kept === '' ? '' : $this->encryptor->decrypt($kept);
    }

    /**
     * @inheritdoc
     */
    public function set(string $address, string $secret): bool
    {
        if (!Notice::isAddress($address) || strlen($secret) < self::SHORTEST_SECRET) {
            throw new InputException(new Phrase('This is no address of Kundig, or no secret.'));
        }
        if ($address === $this->address() && hash_equals($this->secret(), $secret)) {
            return true;
        }
        $this->writer->save(self::ADDRESS, $address);
        $this->writer->save(self::SECRET, $this->encryptor->encrypt($secret));
        $this->config->reinit();
        return true;
    }

    /**
     * @inheritdoc
     */
    public function remove(): bool
    {
        $this->writer->delete(self::ADDRESS);
        $this->writer->delete(self::SECRET);
        $this->config->reinit();
        return true;
    }
}
