// A shop with an example of everything that lists and searches distinguish.
import { CatalogImport, StoresService } from '../../src/catalog/index.js';
import { ListingWriter } from '../../src/catalog/listing/listing-writer.queries.js';
import { Clock } from '../../src/kernel/clock.js';
import { Database, UnitOfWork } from '../../src/platform/index.js';
import type { Larder } from './larder.js';

const file = `sku,name,brand,category,subcategory,size,price,currency,sold_by,minimum_age,stock,description
L-01,Whole Milk,Wadi Farms,Dairy,Milk,1 l,8.50,AED,each,,9,Fresh.
L-02,Skimmed Milk,Wadi Farms,Dairy,Milk,1 l,8.00,AED,each,,3,
L-03,Oat Drink,Hafer,Dairy,Milk,1 l,12.00,AED,each,,0,
L-04,Milk Chocolate,Kakao,Sweets,Chocolate,100 g,6.00,AED,each,,9,
L-05,Milk Bread,,Bakery,Bread,400 g,5.00,AED,each,,9,
L-06,Dark Chocolate,Kakao,Sweets,Chocolate,100 g,6.00,AED,each,,9,
L-07,Mature Cheddar,,Dairy,Cheese,per kg,60.00,AED,weight,,9000,
L-08,Crème Fraîche,Wadi Farms,Dairy,Cream,200 g,9.00,AED,each,,9,
L-09,鲜牛奶,,Dairy,Milk,500 ml,7.00,AED,each,,9,
L-10,حَليب طازج,,Dairy,Milk,500 ml,7.00,AED,each,,9,
L-11,Молоко свежее,,Dairy,Milk,500 ml,7.00,AED,each,,9,
L-12,Gift Box,,Sweets,,,99.00,AED,each,,9,
L-13,Strawberries,,Fruit,Berries,250 g,12.00,AED,each,,9,
L-14,Kitkat Bar,,Sweets,Chocolate,45 g,3.00,AED,each,,9,
L-15,Kellogg’s Corn Flakes,,Breakfast,Cereals,500 g,15.00,AED,each,,9,
`;

/** Opens the shop in a Larder without a store, and answers the store's id. */
export async function openListedShop(larder: Larder): Promise<string> {
  const database = larder.app.get(Database);
  const store = await larder.app.get(StoresService).open({
    slug: 'corner',
    name: 'Corner',
    currency: 'AED',
    timeZone: 'Asia/Dubai',
    location: { lat: 25, lng: 55 },
    openingHours: [],
  });
  async function* source() {
    yield file;
  }
  await larder.app.get(CatalogImport).run(source());
  // Data without a column in the file: a shelf within the aisle Milk, sizes, a sale, claims.
  await database.query(`
    INSERT INTO categories (id, slug, name, parent_id)
    SELECT '00000000-0000-4000-8000-000000000001', 'dairy-milk-plant', 'Plant', id
    FROM categories WHERE slug = 'dairy-milk'`);
  await database.query(`
    UPDATE products SET category_id = '00000000-0000-4000-8000-000000000001',
      dietary = '{organic,vegan}', allergens = '{gluten}' WHERE sku = 'L-03'`);
  await database.query(`
    UPDATE products SET size_count = 1, size_amount = 1000, size_unit = 'ml', barcode = '6290001',
      images = '{https://img.example/a.jpg,https://img.example/b.jpg}', tax_rate_bp = 500,
      dietary = '{vegetarian}', allergens = '{milk}', limit_per_order = 6 WHERE sku = 'L-01'`);
  await database.query(`
    UPDATE products SET size_count = 1, size_amount = 100, size_unit = 'g',
      dietary = '{organic}' WHERE sku IN ('L-04', 'L-06')`);
  await database.query(`
    UPDATE store_products SET sale_price_minor = 700, sale_from = '2020-01-01',
      sale_until = '2099-01-01' WHERE product_id = (SELECT id FROM products WHERE sku = 'L-01')`);
  const rows = await database.query<{ id: string }>('SELECT id FROM products');
  const ids = rows.map(({ id }) => id);
  const now = larder.app.get(Clock).now();
  await larder.app.get(UnitOfWork).run((tx) => larder.app.get(ListingWriter).rebuild(tx, ids, now));
  return store.id;
}
