// The fields of requests and responses as their classes declare them, read from the source: the
// OpenAPI document is compared with it.
import ts from 'typescript';

export interface Field {
  /** Its type has a `?`, or it has a default. */
  readonly mayBeLeftOut: boolean;
  /** Whether its rule allows a fraction; undefined where no rule says so. */
  readonly number?: 'integer' | 'number';
}
export type Fields = ReadonlyMap<string, Field>;

export interface Declared {
  readonly classes: ReadonlyMap<string, Fields>;
  /** The class of the query, by the id of the operation that reads it. */
  readonly queries: ReadonlyMap<string, string>;
}

export function declaredIn(sources: readonly string[]): Declared {
  const files = sources.map((text, index) =>
    ts.createSourceFile(`${index}.ts`, text, ts.ScriptTarget.Latest, true),
  );
  const classes = files
    .flatMap((file) => [...file.statements])
    .filter(ts.isClassDeclaration)
    .filter(({ name }) => name !== undefined);
  const byName = new Map<string, ts.ClassDeclaration>();
  for (const one of classes) {
    const name = one.name!.text;
    // Swagger would show one of them in both places.
    if (byName.has(name)) throw new Error(`There are two classes named ${name}.`);
    byName.set(name, one);
  }
  const methods = classes.flatMap((one) => one.members.filter(ts.isMethodDeclaration));
  const fields = new Map([...byName.keys()].map((name) => [name, fieldsOf(name, byName)]));
  for (const [name, one] of byName) {
    // Their fields are documented as members of `Problem`.
    if (!decorators(one).includes('ProblemMembers')) continue;
    fields.set('Problem', new Map([...fields.get('Problem')!, ...fields.get(name)!]));
    fields.delete(name);
  }
  return {
    classes: fields,
    queries: new Map(
      methods.flatMap((method) => {
        const query = method.parameters.find((each) => decorators(each).includes('Query'));
        return query ? [[method.name.getText(), query.type!.getText()]] : [];
      }),
    ),
  };
}

type Classes = ReadonlyMap<string, ts.ClassDeclaration>;

function fieldsOf(name: string, classes: Classes): Map<string, Field> {
  const declaration = classes.get(name);
  if (!declaration) throw new Error(`There is no class ${name} in the source.`);
  const parent = declaration.heritageClauses?.find(
    ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
  )?.types[0]?.expression;
  const own = declaration.members
    .filter(ts.isPropertyDeclaration)
    .map((member): [string, Field] => [member.name.getText(), fieldOf(member)]);
  return new Map([...(parent ? inherited(parent, classes) : []), ...own]);
}

/** The fields of a parent class, or of Swagger's mapped types of it. */
function inherited(parent: ts.Expression, classes: Classes): Map<string, Field> {
  if (ts.isIdentifier(parent)) return fieldsOf(parent.text, classes);
  if (!ts.isCallExpression(parent)) throw new Error(`What is ${parent.getText()}?`);
  const [of, names] = parent.arguments;
  const all = [...inherited(of!, classes)];
  const named = [...(names?.getText().matchAll(/'(\w+)'/g) ?? [])].map(([, name]) => name!);
  switch (parent.expression.getText()) {
    case 'PartialType':
      return new Map(all.map(([name, field]) => [name, { ...field, mayBeLeftOut: true }]));
    case 'OmitType':
      return new Map(all.filter(([name]) => !named.includes(name)));
    case 'PickType':
      return new Map(all.filter(([name]) => named.includes(name)));
    case 'IntersectionType':
      return new Map(parent.arguments.flatMap((each) => [...inherited(each, classes)]));
    default:
      throw new Error(`What is ${parent.getText()}?`);
  }
}

function fieldOf(member: ts.PropertyDeclaration): Field {
  const mayBeLeftOut = member.questionToken !== undefined || member.initializer !== undefined;
  const rules = decorators(member);
  if (rules.some((rule) => /^(IsInt|WholeNumber)$/.test(rule))) {
    return { mayBeLeftOut, number: 'integer' };
  }
  if (rules.some((rule) => /^(IsNumber|Latitude|Longitude)$/.test(rule))) {
    return { mayBeLeftOut, number: 'number' };
  }
  return { mayBeLeftOut };
}

function decorators(node: ts.HasDecorators): string[] {
  return (ts.getDecorators(node) ?? []).map(({ expression }) =>
    (ts.isCallExpression(expression) ? expression.expression : expression).getText(),
  );
}
