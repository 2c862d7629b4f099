export interface CategoryFields {
  readonly slug: string;
  readonly name: string;
  /** Null for a department. */
  readonly parentId: string | null;
}

export interface CategoryRow extends CategoryFields {
  readonly id: string;
  readonly version: number;
  /** Retired ones included. */
  readonly productCount: number;
}
