import { expect, it } from 'vitest';
import { parseSizeLabel } from './size-label.js';

/** Labels as shops write them, by kind, each with the total that it means; `?` where it means none. */
const kinds: Readonly<Record<string, string>> = {
  'a container before the amount': `
    Bottle 1 L = 1000 ml | Box 500 g = 500 g | Jar 340g = 340 g | Can 330 ml = 330 ml
    Pack 1 kg = 1000 g | Carton 1L = 1000 ml | Pouch 85 g = 85 g | Tub 500 ml = 500 ml
    Tray 400g = 400 g | Bag 2.5 kg = 2500 g | Tin 400 g = 400 g | Punnet 250g = 250 g`,
  'a container between the count and the amount': `
    6 cans x 330 ml = 1980 ml | 6 bottles of 1.5 L = 9000 ml | 4 pots x 125 g = 500 g
    12 pouches x 85g = 1020 g | 3 tins x 80 g = 240 g | 24 cans x 33cl = 7920 ml
    2 packs x 500g = 1000 g | 4 x 6 cans x 330ml = 7920 ml | 6 cans 330 ml = 1980 ml`,
  'the amount first': `
    330ml x 6 = 1980 ml | 800 g x 6 pcs = 4800 g | 85g x 12 pouches = 1020 g | 1.5L x 6 = 9000 ml
    500 ml x 24 = 12000 ml | 100g x 4 = 400 g | 125 g x 8 pots = 1000 g | 2 L x 2 bottles = 4000 ml`,
  counts: `
    6 per pack = 6 each | pack of 6 = 6 each | 6pk = 6 each | 12 eggs = 12 each
    80 tea bags = 80 each | 56 nappies = 56 each | 48 washes = 48 each | 6 pack = 6 each
    10 slices = 10 each | 4 buns = 4 each | 100 sheets = 100 each | 20 capsules = 20 each
    2 pairs = 2 each | box of 24 = 24 each | 3 rolls = 3 each | 64 wipes = 64 each`,
  'a total with its parts': `
    500g (2 x 250g) = 500 g | 40 bags (125g) = 125 g | 4 pints (2.27L) = 2270 ml
    1 kg (4 x 250 g) = 1000 g | 2 pints (1.13L) = 1130 ml | 12 eggs (720 g) = 720 g
    80 tea bags (250 g) = 250 g | 6 bars (150 g) = 150 g | 400 g (8 slices) = 400 g
    500g (500 g) = 500 g | 900g (6 x 150g) = 900 g | 454g / 1lb = 454 g`,
  'words behind the amount': `
    500g net = 500 g | 2L PET = 2000 ml | 12 x 85g pouches = 1020 g | 600 g approx = 600 g
    250 ml e = 250 ml | 500 g ℮ = 500 g | 330ml can = 330 ml | 1 kg bag = 1000 g
    750ml bottle = 750 ml | 1L carton = 1000 ml | 400g tin = 400 g | 150 g net wt. = 150 g`,
  'drained weight': `
    400g (240g drained) = 240 g | 240g drained = 240 g | 425 g / 250 g drained = 250 g
    390 g (drained weight 220 g) = 220 g | drained 185 g = 185 g`,
  'other units and fractions': `
    5 dl = 500 ml | ½ kg = 500 g | 1 1/2 kg = 1500 g | 1½ l = 1500 ml | 500 gr = 500 g
    .5l = 500 ml | 1/2 kg = 500 g | 25 cl = 250 ml | 3/4 l = 750 ml | ¼ kg = 250 g
    20 dag = 200 g | 1,5l = 1500 ml | 2 lbs = 907.18 g | 70cl = 700 ml | 2.5kgs = 2500 g`,
  'packs that come with others': `
    3+1 x 125g = 500 g | 2+1 x 1.5L = 4500 ml | 6+3x90g = 810 g | 4+2 x 330ml = 1980 ml
    500g + 20% free = 600 g | 10+2 x 50g = 600 g`,
  'no amount, or two': `
    1.000 g = ? | 2.500 g = ? | 1.500 ml = ? | 30.000 g = ? | 4 pints = ? | 1 quart = ?
    per 100 g = ? | 6 cans (330ml) = ? | 500g (2 x 200g) = ? | 180g/200g = ? | makes 2 L = ?
    serves 4 = ? | 4 cm = ? | Large = ? | 2 for 3 = ? | 500 = ? | €2 per kg = ? | XL = ?
    250g or 500g = ? | up to 5 kg = ? | 100 g per serving = ? | 2 x = ? | x 6 = ?`,
  Spanish: `
    Botella 1 L = 1000 ml | 6 botellas x 500 ml = 3000 ml | 4 ud. x 110 g = 440 g
    500 g aprox. = 500 g | Caja 6 barritas (150 g) = 150 g | Lata 330 ml = 330 ml
    Brik 1 L = 1000 ml | Paquete 1 kg = 1000 g | 12 ud. = 12 each | 6 latas x 330 ml = 1980 ml
    Bote 400 g (240 g escurrido) = 240 g | Bandeja 300 g = 300 g | Garrafa 5 L = 5000 ml
    Tarro 370 g = 370 g | Docena = 12 each | 3 latas x 80 g = 240 g | Malla 1 kg = 1000 g
    Pack de 6 = 6 each | 10 sobres (120 g) = 120 g | 1 unidad = 1 each`,
  German: `
    Flasche 0,7 l = 700 ml | 6 x 1,5 l Flaschen = 9000 ml | 500 g Packung = 500 g
    Dose 400 g = 400 g | 10 Stück = 10 each | 1 Bund = 1 each | 4 x 125 g Becher = 500 g
    Glas 370 ml (190 g Abtropfgewicht) = 190 g | 720 g (400 g Abtropfgewicht) = 400 g | ca. 1 kg = 1000 g
    6 Eier = 6 each | Beutel 250 g = 250 g | 20 Beutel (35 g) = 35 g | 1 Stk. = 1 each
    8 Rollen = 8 each | Kasten 20 x 0,5 l = 10000 ml | Netz 2 kg = 2000 g`,
  French: `
    Bouteille 75 cl = 750 ml | 6 bouteilles de 1,5 L = 9000 ml | Sachet 250 g = 250 g
    Pot 500 g = 500 g | 4 pots de 125 g = 500 g | Boîte 400 g = 400 g | 6 œufs = 6 each
    environ 1 kg = 1000 g | 8 tranches = 8 each | Bocal 370 g = 370 g | Paquet de 500 g = 500 g
    Lot de 6 = 6 each | Canette 33 cl = 330 ml | 25 sachets (50 g) = 50 g | Brique 1 L = 1000 ml
    Barquette 250 g = 250 g | 1 pièce = 1 each`,
  Croatian: `
    1 kom = 1 each | Boca 1 l = 1000 ml | 6 x 0,33 l limenke = ? | 10 kom = 10 each
    Vrećica 500 g = 500 g | Pakiranje 1 kg = 1000 g | oko 1 kg = 1000 g | Kutija 250 g = 250 g
    6 boca x 1,5 l = 9000 ml | 20 vrećica (40 g) = 40 g | Staklenka 700 g = 700 g`,
  Arabic: `
    500 مل = 500 ml | ٥٠٠ غ = 500 g | 1 كجم = 1000 g | 1.5 لتر = 1500 ml | 250 جم = 250 g
    6 حبات = 6 each | زجاجة 1 لتر = 1000 ml | 6 علب × 330 مل = 1980 ml | علبة 400 غرام = 400 g
    عبوة 2 كيلو = 2000 g | 12 حبة = 12 each | 10 أكياس = 10 each`,
  'Russian and Greek': `
    500 мл = 500 ml | 1 кг = 1000 g | 250 г = 250 g | бутылка 1,5 л = 1500 ml | 10 шт. = 10 each
    упаковка 400 гр = 400 g | 6 шт x 50 г = 300 g | 500 γρ = 500 g | 1 κιλό = 1000 g | 4 τεμ = 4 each`,
  'Chinese, Japanese and Korean': `
    500克 = 500 g | 1公斤 = 1000 g | 330毫升 = 330 ml | 6罐x330毫升 = 1980 ml | 1.5升 = 1500 ml
    250ml×24瓶 = 6000 ml | 10個 = 10 each | 200グラム = 200 g | 500그램 = 500 g | 6입 = 6 each`,
};

const labels = Object.entries(kinds).flatMap(([kind, text]) =>
  text
    .split(/\||\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(/ = (?=[\d?])/).map((part) => part.trim()))
    .map(([label, meant]) => ({ kind, label: label!, meant: meant! })),
);

function totalOf(label: string): string | null {
  const size = parseSizeLabel(label);
  return size && `${Math.round(size.count * size.amount * 100) / 100} ${size.unit}`;
}

it('reads the labels of shops in many languages, and none of them wrongly', () => {
  expect(labels.length).toBeGreaterThan(200);
  const wrong = labels.flatMap(({ kind, label, meant }) => {
    const total = totalOf(label);
    return total === null || total === meant ? [] : [`${kind}: ${label} is ${meant}, not ${total}`];
  });
  expect(wrong).toEqual([]);
  const readable = labels.filter(({ meant }) => meant !== '?');
  expect(readable.filter(({ label }) => totalOf(label) === null)).toEqual([]);
});

it('leaves the kilograms of a child or a dog alone', () => {
  expect(parseSizeLabel('11-16kg', 'Nappies Size 5')).toBeNull();
  expect(parseSizeLabel('10-25 kg', 'Flea Collar for Dogs')).toBeNull();
  expect(parseSizeLabel('11-16kg', 'Watermelon')).not.toBeNull();
});
