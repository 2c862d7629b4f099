import { describe, expect, it } from 'vitest';
import { type AskedWord, searchQuery, suggestionsFor } from './search-words.js';

const known = (word: string, stem: string | null = word): AskedWord => ({
  word,
  stem,
  isKnown: true,
  alike: [],
  joined: [],
  near: [],
});
const unknown = (word: string, ...near: string[]): AskedWord => ({
  word,
  stem: word,
  isKnown: false,
  alike: [],
  joined: [],
  near: near.map((each) => ({ word: each, stem: each })),
});

const plain = (word: string) => ({ word, stem: word });

describe('a search', () => {
  it('asks for each word whole, by its stem and by its beginning', () => {
    expect(searchQuery([known('eggs', 'egg')])).toEqual({
      words: [
        {
          head: "(('eggs':A | 'egg':A))",
          named: "(('eggs':AB | 'egg':AB))",
          begunHead: "'eggs':*A",
          begun: "'eggs':*AB",
          category: "(('eggs':C | 'egg':C) | 'eggs':*C)",
          any: "((('eggs' | 'egg') | 'eggs':*))",
        },
      ],
      joined: [],
      sizes: [],
      every: "(('eggs' | 'egg') | 'eggs':*)",
      some: null,
      phrase: null,
      start: 'egg',
      typed: ['eggs'],
    });
  });

  it('asks for all of several words, then for some, and for words written as one', () => {
    const kit = { ...known('kit'), joined: [{ span: 2, words: [plain('kitkat')] }] };
    expect(searchQuery([kit, known('kat')])).toMatchObject({
      every: "(('kit') | 'kit':*) & (('kat') | 'kat':*) | ('kitkat')",
      some: "(('kit') | ('kitkat') | ('kat'))",
      phrase: "('kit' <-> 'kat')",
      joined: [{ from: 0, span: 2, head: "('kitkat':A)", named: "('kitkat':AB)" }],
    });
  });

  it('asks for one word written as two side by side, in the name or in a category', () => {
    const both = { ...unknown('cornflakes'), isKnown: true };
    const asked = { ...both, alike: [[plain('corn'), { word: 'flakes', stem: 'flake' }]] };
    expect(searchQuery([asked])?.words[0]).toMatchObject({
      head: "(('cornflakes':A) | (('corn':B) <-> ('flakes':B | 'flake':B) & ('flakes':A | 'flake':A)))",
      named: "(('cornflakes':AB) | (('corn':B) <-> ('flakes':B | 'flake':B)))",
      category: "(('cornflakes':C) | (('corn':C) <-> ('flakes':C | 'flake':C)) | 'cornflakes':*C)",
    });
  });

  it('asks for the known word that a misspelt one means', () => {
    expect(searchQuery([unknown('chedar', 'cheddar')])?.words[0]?.named).toBe(
      "(('chedar':AB) | ('cheddar':AB))",
    );
  });

  it('needs no filler beside other words, and shows nothing for a number or a letter alone', () => {
    expect(searchQuery(['fish', 'and', 'chips'].map((word) => known(word)))).toMatchObject({
      every: "(('fish') | 'fish':*) & (('chips') | 'chips':*)",
      phrase: "('fish' <-> 'and' <-> 'chips' | 'fish' <-> 'chips')",
      typed: ['fish', 'chips'],
    });
    expect(searchQuery(['vitamin', 'b', '12'].map((word) => known(word)))).toMatchObject({
      every: "(('vitamin') | 'vitamin':*) & (('b')) & (('12') | '12':*)",
      some: "(('vitamin'))",
    });
    expect(searchQuery(['b', '12'].map((word) => known(word)))?.some).toBeNull();
    expect(searchQuery([known('the')])?.every).toBe("(('the') | 'the':*)");
  });

  it('asks for sizes beside the words', () => {
    expect(searchQuery([known('milk')], [{ typed: '1 l', query: "('1000ml')" }])).toMatchObject({
      every: "(('milk') | 'milk':*) & ('1000ml')",
      some: "(('milk'))",
      typed: ['milk', '1 l'],
    });
  });

  it('asks for a single letter only as a word', () => {
    expect(searchQuery([known('c')])?.every).toBe("(('c'))");
  });

  it('asks for nothing without words', () => {
    expect(searchQuery([])).toBeNull();
  });

  it('lets no character break out of the quotes', () => {
    expect(searchQuery([known(String.raw`a'|\b`)])?.every).toContain("'a|b'");
  });
});

describe('suggestions', () => {
  it('replace the unknown words, nearest first, five at most', () => {
    const many = unknown(
      'abcdef',
      'abcdxy',
      'abcdey',
      'abczzz',
      'abcxyz',
      'abxxxf',
      'axxxef',
      'zz',
    );
    expect(suggestionsFor([known('tea'), many]).map(({ text }) => text)).toEqual([
      'tea abcdey',
      'tea abcdxy',
      'tea abcxyz',
      'tea abczzz',
      'tea abxxxf',
    ]);
  });

  it('are empty where every word is known, or none is near', () => {
    expect([suggestionsFor([known('tea')]), suggestionsFor([unknown('zzzz')])]).toEqual([[], []]);
  });
});
