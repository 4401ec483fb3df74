<?php
declare(strict_types=1);

namespace Kundig\Connect\Observer;

use Kundig\Connect\Model\Changes;
use Magento\Framework\Event\Observer;
use Magento\Framework\Event\ObserverInterface;

/**
 * Notes one kind of record when its transaction is committed; which, says `etc/di.xml`. With an
 * order the stock of its products changes too.
 */
class Changed implements ObserverInterface
{
    private $changes;
    private $resource;
    private $object;
    private $id;

    public function __construct(Changes $changes, string $resource, string $object, string $id)
    {
        $this->changes = $changes;
        $this->resource = $resource;
        $this->object = $object;
        $this->id = $id;
    }

    public function execute(Observer $observer): void
    {
        $record = $observer->getEvent()->getData($this->object);
        if (!is_object($record)) {
            return;
        }
        $this->note($this->resource, $record->{$this->id}());
        if ($this->object === 'order') {
            foreach ($record->getAllItems() as $item) {
                $this->note('product', $item->getProductId());
            }
        }
    }

    private function note(string $resource, $id): void
    {
        if (is_numeric($id) && (int)$id > 0) {
            $this->changes->note($resource, (string)(int)$id);
        }
    }
}
