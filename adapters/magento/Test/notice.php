<?php
declare(strict_types=1);

/** Plain PHP, without Magento: php adapters/magento/Test/notice.php */
require __DIR__ . '/../Model/Notice.php';

use Kundig\Connect\Model\Notice;

$failed = 0;
$is = static function (string $what, $expected, $actual) use (&$failed): void {
    if ($expected !== $actual) {
        $failed++;
        fwrite(STDERR, "$what: expected " . var_export($expected, true) . ', was ' . var_export($actual, true) . "\n");
    }
};

$notice = new Notice(['order' => ['41' => '41', '42' => '42'], 'customer' => ['7' => '7']]);
$is(
    'body',
    '{"changed":[{"resource":"order","id":"41"},{"resource":"order","id":"42"},{"resource":"customer","id":"7"}]}',
    $notice->body()
);
// The same value stands in MagentoModuleTests.
$is('signature', '0+UpML3VEoQnD/A+qjuMOB58bVsCVHwfKtWzEAMQQCk=', $notice->signature('0123456789abcdef0123456789abcdef0123456789abcdef'));
$is('another secret', false, $notice->signature('a') === $notice->signature('b'));

$id = '018f3c1e-0000-7000-8000-000000000001';
$is('address', true, Notice::isAddress("https://crm.example/hooks/magento/$id"));
$is('address with a port', true, Notice::isAddress("http://10.0.0.5:8080/hooks/magento/$id"));
$is('address in a folder', true, Notice::isAddress("https://shop.example/crm/hooks/magento/$id"));
foreach (
    [
        '',
        "file:///hooks/magento/$id",
        "https://user@crm.example/hooks/magento/$id",
        "https://crm.example/hooks/magento/$id\n",
        "https://crm.example/hooks/magento/$id?x=1",
        "https://crm.example/other",
    ] as $bad
) {
    $is("no address: $bad", false, Notice::isAddress($bad));
}

echo $failed === 0 ? "ok\n" : "$failed failed\n";
exit($failed === 0 ? 0 : 1);
