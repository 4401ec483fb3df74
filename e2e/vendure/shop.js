import vendure from '@vendure/core'
import cli from '@vendure/core/cli/index.js'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const { bootstrap, DefaultLogger, dummyPaymentHandler, LogLevel } = vendure

/** A Vendure server as its users start one, with a small range of goods. */
export async function startShop(plugins) {
  const folder = mkdtempSync(join(tmpdir(), 'kundig-vendure-'))
  const config = {
    apiOptions: { port: 0, hostname: '127.0.0.1', adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
    authOptions: { tokenMethod: ['bearer'], requireVerification: false },
    dbConnectionOptions: { type: 'sqljs', synchronize: true, autoSave: false },
    importExportOptions: { importAssetsDir: folder },
    logger: new DefaultLogger({ level: process.env.VENDURE_LOG ? LogLevel.Debug : LogLevel.Error }),
    paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
    customFields: {
      Customer: [
        { name: 'newsletterAt', type: 'datetime', public: true, nullable: true },
        { name: 'newsletterIp', type: 'string', public: true, nullable: true },
      ],
    },
    plugins,
  }
  const csv = join(folder, 'products.csv')
  writeFileSync(csv, products)
  const app = await cli.populate(() => bootstrap(config), initialData, csv)
  const url = await app.getUrl()
  const admin = client(`${url}/admin-api`)
  await admin('mutation { login(username: "superadmin", password: "superadmin") { __typename } }')
  return { app, admin, visitor: () => client(`${url}/shop-api`), stop: () => app.close() }
}

/** Speaks GraphQL as one browser does: whoever logs in stays so. */
function client(url) {
  let token
  return async (query, variables) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    })
    token = response.headers.get('vendure-auth-token') ?? token
    const { data, errors } = await response.json()
    if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`)
    const [answer] = Object.values(data)
    if (answer?.errorCode) throw new Error(`${query}: ${JSON.stringify(answer)}`)
    return answer
  }
}

const products = `name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets
Espresso,espresso,Dark and round,,,size,250 g,ESP-250,7.90,standard,100,true,,
,,,,,,500 g,ESP-500,14.90,standard,40,true,,
Mug,mug,Holds 300 ml,,,,,MUG,12.00,standard,10,true,,
`

const initialData = {
  defaultLanguage: 'en',
  defaultZone: 'Europe',
  countries: [{ code: 'DE', name: 'Germany', zone: 'Europe' }],
  taxRates: [{ name: 'standard', percentage: 19 }],
  shippingMethods: [{ name: 'Parcel', price: 490, taxRate: 19 }],
  paymentMethods: [
    {
      name: 'Card',
      handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'true' }] },
    },
  ],
  collections: [],
}
