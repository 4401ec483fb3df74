<?php
declare(strict_types=1);

namespace Kundig\Connect\Model;

/**
 * Names of records that changed, as Kundig takes them: no more than which ones. What became of them
 * Kundig asks the shop itself, with the rights that its integration has.
 */
class Notice
{
    private $body;

    /**
     * @param string[][] $changed by resource (`order`, `customer`, `product`) the ids
     */
    public function __construct(array $changed)
    {
        $records = [];
        foreach ($changed as $resource => $ids) {
            foreach ($ids as $id) {
                $records[] = ['resource' => (string)$resource, 'id' => (string)$id];
            }
        }
        $this->body = (string)json_encode(['changed' => $records]);
    }

    public function body(): string
    {
        return $this->body;
    }

    /**
     * @return string base64 of HMAC-SHA256 over the body
     */
    public function signature(string $secret): string
    {
        return base64_encode(hash_hmac('sha256', $this->body, $secret, true));
    }

    public static function isAddress(string $address): bool
    {
        return preg_match('#^https?://[^\s/@]+/hooks/magento/[0-9a-f-]{36}$#D', $address) === 1
            || preg_match('#^https?://[^\s/@]+/[^\s@?\#]+/hooks/magento/[0-9a-f-]{36}$#D', $address) === 1;
    }
}
