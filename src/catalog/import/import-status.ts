export const importKinds = ['catalogue', 'feed'] as const;

export type ImportKind = (typeof importKinds)[number];

export type ImportStatus = 'uploading' | 'running' | 'done' | 'cancelled' | 'failed';

/** How many records were created, updated, unchanged or rejected; and landed without a field. */
export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Among those that landed. */
  readonly noted: number;
}

export interface ImportRow extends ImportCounts {
  readonly id: string;
  readonly storeId: string;
  readonly kind: ImportKind;
  readonly status: ImportStatus;
  readonly bytes: number;
  /** Lines of the file, the header included. */
  readonly lines: number;
  /** How many records of the file are done. */
  readonly position: number;
  /** Failures in a row since the last batch that landed. */
  readonly failures: number;
  /** Why the import failed. */
  readonly problem: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
