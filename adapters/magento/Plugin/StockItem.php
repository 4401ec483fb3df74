<?php
declare(strict_types=1);

namespace Kundig\Connect\Plugin;

use Kundig\Connect\Model\Changes;
use Magento\CatalogInventory\Api\Data\StockItemInterface;
use Magento\CatalogInventory\Api\StockItemRepositoryInterface;

/**
 * Notes the product whose stock was saved: stock has no event of its own.
 */
class StockItem
{
    private $changes;

    public function __construct(Changes $changes)
    {
        $this->changes = $changes;
    }

    public function afterSave(StockItemRepositoryInterface $subject, StockItemInterface $item): StockItemInterface
    {
        if ((int)$item->getProductId() > 0) {
            $this->changes->note('product', (string)(int)$item->getProductId());
        }
        return $item;
    }
}
