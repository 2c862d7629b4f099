import { describe, expect, it } from 'vitest';
import { type AskedWord, searchQuery, suggestionsFor } from './search-words.js';

const known = (word: string, stem: string | null = word): AskedWord => ({
  word,
  stem,
  isKnown: true,
  near: [],
});
const unknown = (word: string, ...near: string[]): AskedWord => ({
  word,
  stem: word,
  isKnown: false,
  near: near.map((each) => ({ word: each, stem: each })),
});

describe('a search', () => {
  it('asks for each word whole, by its stem and by its beginning', () => {
    expect(searchQuery([known('eggs', 'egg')])).toEqual({
      words: [
        {
          head: "('eggs':A | 'egg':A)",
          named: "('eggs':AB | 'egg':AB)",
          begunHead: "'eggs':*A",
          begun: "'eggs':*AB",
          category: "('eggs':C | 'egg':C | 'eggs':*C)",
        },
      ],
      every: "('eggs' | 'egg' | 'eggs':*)",
      some: null,
      phrase: null,
      joined: null,
      start: 'egg',
    });
  });

  it('asks for all of several words, then for some, and for two words written as one', () => {
    expect(searchQuery([known('kit'), known('kat')])).toMatchObject({
      every: "('kit' | 'kit':*) & ('kat' | 'kat':*) | 'kitkat'",
      some: "('kit' | 'kat')",
      phrase: "'kit' <-> 'kat'",
      joined: "'kitkat'",
    });
  });

  it('asks for the known word that a misspelt one means', () => {
    expect(searchQuery([unknown('chedar', 'cheddar')])?.words[0]?.named).toBe("('cheddar':AB)");
  });

  it('asks for a single letter only as a word', () => {
    expect(searchQuery([known('c')])?.every).toBe("('c')");
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
    expect(suggestionsFor([known('tea'), many])).toEqual([
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
