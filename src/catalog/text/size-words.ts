// The words of size labels, in the languages and scripts of the shops that Larder has met. Latin
// words stand here without accents.

export type Unit = 'g' | 'ml' | 'each';

export interface Measure {
  readonly unit: Unit;
  /** Grams, millilitres or pieces in one; null where the word means two amounts, such as a pint. */
  readonly scale: number | null;
}

const ounce = 28.349523125;

const measures: readonly [words: string, unit: Unit, scale: number | null][] = [
  [
    'kg kgs kilo kilos kilogram kilograms kilogramm кг κιλο κιλα κιλου kilograma kilogramo kilogramos',
    'g',
    1000,
  ],
  ['كجم كغ كغم كيلو كيلوجرام 千克 公斤 킬로 กก กิโลกรัม किलो किग्रा קג ק"ג ק״ג キロ', 'g', 1000],
  ['g gr grs gm gms grm grms gram grams gramm gramme grammes gramo gramos grammi grama', 'g', 1],
  ['г гр γρ غ غم جم جرام غرام 克 g 그램 กรัม ก ग्राम גרם גר グラム', 'g', 1],
  ['dag dkg deka', 'g', 10],
  ['lb lbs pound pounds', 'g', 453.59237],
  ['oz ounce ounces', 'g', ounce],
  ['floz', 'ml', 29.5735295625],
  ['ml mls millilitre millilitres milliliter milliliters mililitro mililitros', 'ml', 1],
  ['мл مل مليلتر 毫升 ミリリットル 밀리리터 มล मिली מל מ"ל מ״ל', 'ml', 1],
  ['cl', 'ml', 10],
  ['dl', 'ml', 100],
  ['l lt ltr ltrs litre litres liter liters litro litros litri litra litry', 'ml', 1000],
  ['л λιτρο لتر ليتر 升 リットル 리터 ลิตร लीटर ליטר', 'ml', 1000],
  ['gal gallon gallons', 'ml', 3785.411784],
  // Another amount in London than in New York.
  ['pint pints pt pts quart quarts qt', 'ml', null],
  ['dozen dozens docena docenas dutzend dzina', 'each', 12],
];

/** Goods and small wrappings: an amount after their count, in brackets, is that of all of them. */
const items =
  's ct each piece pieces pc pcs set sets kit kits slice slices bar bars bunch bunches ear ears ' +
  'roll rolls sheet sheets tab tabs tablet tablets cap caps capsule capsules vial vials teabags ' +
  'bag bags sachet sachets egg eggs nappy nappies diaper diapers wash washes wipe wipes load loads ' +
  'serving servings portion portions biscuit biscuits stick sticks pod pods bun buns wrap wraps ' +
  'platter platters pair pairs count ' +
  'ud uds u un und unidad unidades pieza piezas barrita barritas sobre sobres rebanada rebanadas ' +
  'capsula capsulas lavado lavados huevo huevos panal panales rollo rollos loncha lonchas ' +
  'stk st stuck scheibe scheiben riegel beutel eier rolle rollen blatt bund tabs waschladungen ' +
  'piece pieces tranche tranches oeuf oeufs dosette dosettes botte rouleau rouleaux lavages ' +
  'pz pezzo pezzi fetta fette uova bustina bustine rotoli cialde ' +
  'unidade unidades fatia fatias ovos saqueta saquetas ' +
  'szt sztuk sztuka sztuki torebek torebki saszetek saszetka plastrow jaj ' +
  'kom komad komada komadi kos kriska kriski jaja vrecica ' +
  'stuks stuk plakjes eieren rollen zakjes ' +
  'шт штук штука пакетиков яиц τμχ τεμ τεμαχια حبة حبات قطعة قطع كيس أكياس بيضة ' +
  '个 個 片 枚 粒 颗 只 本 개 입 매 ชิ้น ฟอง יחידות יח יחידה';

/** What goods stand or lie in: an amount in brackets after their count may be that of each. */
const vessels =
  'pack packs packet packets pkt pkts pk pck box boxes pouch pouches bundle bundles bottle bottles ' +
  'can cans jar jars tin tins tub tubs cup cups carton cartons tray trays tube tubes case crate ' +
  'punnet net pot pots sack bucket multipack bowl bowls drum canister sleeve ' +
  'botella botellas lata latas bote botes caja cajas bolsa bolsas paquete paquetes tarro tarros ' +
  'brik briks brick bricks bandeja bandejas garrafa garrafas frasco frascos tarrina tarrinas malla ' +
  'tubo tubos estuche manojo envase envases bidon saco ' +
  'flasche flaschen dose dosen glas glaser packung packungen tute tuten karton becher schale ' +
  'schalen kasten netz eimer kanister tafel ' +
  'bouteille bouteilles boite boites canette canettes paquet paquets bocal bocaux barquette ' +
  'barquettes brique briques plaquette sac filet lot ' +
  'bottiglia bottiglie lattina lattine scatola scatole confezione confezioni conf barattolo ' +
  'vasetto vasetti busta buste sacchetto vaschetta brik ' +
  'caixa caixas pacote pacotes embalagem ' +
  'butelka butelki puszka puszki puszek opakowanie opakowania op sloik słoik karton kubek ' +
  'boca boce limenka limenki pakiranje pak kutija staklenka vrecica ' +
  'fles flessen blik blikken zak pot doos doosje ' +
  'бутылка банка банки пачка упаковка коробка علبة علب زجاجة عبوة كرتون ' +
  '瓶 罐 包 袋 盒 箱 병 캔 봉 팩 ขวด ซอง กล่อง בקבוק פחית';

/** Words that do not change the amount. */
const fillers =
  'net nett netto neto peso poids gewicht weight wt contents content inhalt e ℮ pet plastic glass ' +
  'coarse fine total of de da di du free gratis الوزن صافي';

/** An amount behind these is not of the whole: `per 100 g`; `6 per pack` is. */
const rates = 'per par pro je por za na a';

const roughly =
  'approx approximately approximate about circa ca typically average avg aprox aproximadamente ' +
  'aproximado env environ etwa ungefahr zirka oko около ok około cca ~ 約 约 تقريبا';

const drained =
  'drained escurrido escurrida abtropfgewicht egoutte egouttee sgocciolato sgocciolata ocijedeno ' +
  'odsaczeniu';

const lengths = 'mm cm cms m metre metres meter meters mtr mtrs inch inches ply " ″';

const setOf = (text: string): ReadonlySet<string> => new Set(text.split(' '));

export const words = {
  measures: new Map(
    measures.flatMap(([text, unit, scale]) =>
      text.split(' ').map((word): [string, Measure] => [word, { unit, scale }]),
    ),
  ),
  items: setOf(items),
  vessels: setOf(vessels),
  fillers: setOf(fillers),
  rates: setOf(rates),
  roughly: setOf(roughly),
  drained: setOf(drained),
  lengths: setOf(lengths),
} as const;

/** Goods whose volume is that of a spoonful: their ounces are fluid. */
export const liquids =
  /\b(?:hot sauce|hot wing sauce|dressing|vinegar|syrup|oil|shampoo|conditioner|spray|wash|juice|water|drink|soda|bleach|cleaner|shine|destroyer|bath)\b/;

/** Goods whose volume is that of what they can hold. */
export const hollowGoods =
  /\b(?:(?:paper|foam|clear|keep|coffee) cups?|mugs?|tumblers?|flasks?|jugs?|kettles?|blenders?|bags?|bins?|basins?|buckets?|coolers?|c(?:on|n)tainers?|trash roll|foil|vac|drink mate|toaster|cooker|fryer|thermos|feeder)\b/;

/** Goods whose kilograms are those of who wears or eats them. */
export const wornGoods =
  /\b(?:napp(?:y|ies)|diapers?|pants|pull[- ]?ups|pañal(?:es)?|windeln?|couches?|pannolin[oi]|fraldas?|pieluch\w*|pelene|luiers?|flea|tick|collar|car seat)\b/;
