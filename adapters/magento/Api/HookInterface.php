<?php
declare(strict_types=1);

namespace Kundig\Connect\Api;

/**
 * Where this shop names what changed. Kundig sets it when the shop is connected there.
 */
interface HookInterface
{
    /**
     * @return string empty: nowhere
     */
    public function address(): string;

    /**
     * @param string $address
     * @param string $secret that notices are signed with
     * @return bool
     * @throws \Magento\Framework\Exception\InputException
     */
    public function set(string $address, string $secret): bool;

    /**
     * @return bool
     */
    public function remove(): bool;
}
