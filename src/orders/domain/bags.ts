export const bagKinds = ['ambient', 'chilled', 'frozen'] as const;
export type BagKind = (typeof bagKinds)[number];

/** The number of bags of each kind, as the picker packed them. */
export type Bags = Readonly<Record<BagKind, number>>;
