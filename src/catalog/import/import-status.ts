export const importKinds = ['catalogue', 'feed'] as const;

export type ImportKind = (typeof importKinds)[number];

export type ImportStatus = 'uploading' | 'running' | 'done' | 'cancelled' | 'failed';

/** What may become of goods on sale that a file does not have. */
export const missingChoices = ['keep', 'out-of-stock', 'unpublish'] as const;

export type MissingChoice = (typeof missingChoices)[number];

export interface ImportTerms {
  readonly missing: MissingChoice;
  /** Of the goods on sale when the import began: if more are missing, all of them stay. */
  readonly mostMissingPercent: number;
  /** Finds out what the import would do, and does nothing. */
  readonly dryRun: boolean;
}

export const usualTerms: ImportTerms = {
  missing: 'keep',
  mostMissingPercent: 20,
  dryRun: false,
};

/** What became of a row, or of goods that the file does not have; in a dry run, what would. */
export const outcomes = ['created', 'updated', 'unchanged', 'rejected', 'missing'] as const;

export type Outcome = (typeof outcomes)[number];

export interface ReportedRow {
  /** Null for goods that are not in the file. */
  readonly line: number | null;
  readonly sku: string | null;
  readonly reasons: readonly string[];
  readonly outcome: Outcome;
}

/** How many records were created, updated, unchanged or rejected; and landed without a field. */
export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Among those that landed. */
  readonly noted: number;
}

export interface ImportRow extends ImportCounts, ImportTerms {
  readonly id: string;
  readonly storeId: string;
  readonly kind: ImportKind;
  readonly status: ImportStatus;
  readonly bytes: number;
  /** Lines of the file, the header included. */
  readonly lines: number;
  /** How many records of the file are done. */
  readonly position: number;
  /** Goods that the store had on sale when the import began; 0 where missing goods are kept. */
  readonly onSaleCount: number;
  /** How many of those the file lacks, and were changed for it. */
  readonly missingCount: number;
  /** Failures in a row since the last batch that landed. */
  readonly failures: number;
  /** Why the import failed. */
  readonly problem: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
