import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** A sentence of the core as its source says it: `{}` stands for each value put in. */
export interface CoreMessage {
  template: string
  /** file:line, for whoever has to translate it. */
  place: string
}

const root = path.join(import.meta.dirname, '../..')
/** What speaks to people on the command line only, in English, or on paper. */
const onlyOnTheCommandLine =
  /^src\/main\/(cli\b|cli\.ts|report\/|montage\/|windows\/|services\/build-workbench)/
/** Elsewhere a plain Error is a bug, and nobody's to read; these are caught beside and named in an AntrumError. */
const namesItsErrors = /zip-archive\.ts$/
/** Properties that a window shows as they come. */
const shownProperties = new Set(['reason', 'cause', 'suggestion', 'phase', 'message', 'leftOut', 'none'])
/** Arrays of such sentences. */
const shownLists = new Set(['reasons', 'warnings', 'notes', 'problems', 'allowed'])
/** A template of fewer letters says nothing by itself: it is told apart by what is put in. */
const fewestLetters = 12
const mostVariants = 6
/** Their sentences are handed on as values before they become a reason or part of a message. */
const shownResults = new Set([
  'src/main/deidentify/preview.ts#keptOf',
  'src/main/dicom/propose.ts#reason',
  'src/main/dicom/propose.ts#objection',
  'src/main/dicom/weighting.ts#unsuited',
  'src/main/registration/shown-sinuses.ts#nameEdge',
  'src/main/services/dicom-file.ts#findDamage',
  'src/main/services/freeze.ts#describeStraddling',
  'src/shared/domain/foreign-encoder.ts#otherDepth',
  'src/shared/domain/foreign-encoder.ts#otherStem',
  'src/shared/domain/foreign-encoder.ts#misfit',
  'src/shared/domain/label-words.ts#readLabelCells',
  'src/shared/domain/label-words.ts#readStudyCodes',
])
/** Functions that show what they are given, and which of it. */
const shownArguments = new Map([
  ['AntrumError', 1],
  ['undefinedBecause', 0],
  ['refusal', 0],
  ['refine', 1],
  ['regex', 1],
  ['report', 0],
  ['super', 0],
  ['failed', 1],
  ['SlurmError', 0],
])
/** Constants whose texts are taken out one by one, and whether single words of them are shown, too. */
const shownTables = new Map([
  ['src/main/services/demo-progress.ts#steps', true],
  ['src/main/study/lineage-audit.ts#reasons', false],
  ['src/shared/domain/split-proof.ts#sets', false],
  ['src/shared/formats/pickle-opcodes.ts#refusedOpcodes', false],
])

/**
 * Every sentence that `src/main`, `src/shared` and `src/trainer` may show in a window, read from their source: what is
 * thrown, and what is kept as a reason, cause, suggestion, phase or note. Conditions inside a sentence give one template
 * for each way; parameters of a helper are followed to its callers; what a function puts in counts on its own.
 */
export function coreMessages(): CoreMessage[] {
  const files = ['src/main', 'src/shared', 'src/trainer'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.posix.join(folder, file.replaceAll('\\', '/'))),
  )
  return new Reader(files.filter((file) => !onlyOnTheCommandLine.test(file)).sort()).read()
}

type Named = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression | ts.MethodDeclaration

class Reader {
  private readonly sources: ts.SourceFile[]
  private readonly found = new Map<string, CoreMessage>()
  private readonly followed = new Set<ts.Node>()
  private readonly functions = new Map<string, Named[]>()
  private readonly calls = new Map<string, (ts.CallExpression | ts.NewExpression)[]>()

  constructor(files: readonly string[]) {
    this.sources = files.map((file) =>
      ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true),
    )
    for (const source of this.sources) each(source, (node) => this.index(node))
  }

  read(): CoreMessage[] {
    for (const source of this.sources) each(source, (node) => this.visit(node))
    return [...this.found.values()]
  }

  private index(node: ts.Node) {
    if (isFunction(node)) {
      const name = nameOf(node)
      if (name) this.functions.set(name, [...(this.functions.get(name) ?? []), node])
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const name = calleeOf(node)
      if (name) this.calls.set(name, [...(this.calls.get(name) ?? []), node])
    }
  }

  private visit(node: ts.Node) {
    if (isFunction(node) && shownResults.has(`${node.getSourceFile().fileName}#${nameOf(node)}`))
      this.sayReturned(node)
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const callee = calleeOf(node)
      const shown = shownArguments.get(callee ?? '')
      if (shown !== undefined) this.say(node.arguments?.[shown], callee === 'AntrumError')
      if (callee === 'Error' && namesItsErrors.test(node.getSourceFile().fileName))
        this.say(node.arguments?.[0])
      const { expression } = node
      if (ts.isPropertyAccessExpression(expression) && ['push', 'unshift'].includes(expression.name.text)) {
        const list = expression.expression
        if (shownLists.has(ts.isPropertyAccessExpression(list) ? list.name.text : list.getText()))
          node.arguments?.forEach((argument) => this.say(argument))
      }
    } else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) {
      if (/\.message$/.test(node.left.getText())) this.say(node)
    } else if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
      const name = node.name.getText()
      const value = ts.isPropertyAssignment(node) ? node.initializer : node.name
      if (shownProperties.has(name)) this.say(value, name === 'phase')
      if (shownLists.has(name)) this.sayList(value)
      if (name === 'decided' && isFunction(value)) this.sayReturned(value)
    } else if (ts.isVariableDeclaration(node) && node.initializer) {
      const words = shownTables.get(`${node.getSourceFile().fileName}#${node.name.getText()}`)
      if (words !== undefined)
        each(
          node.initializer,
          (part) => (ts.isStringLiteral(part) || ts.isTemplateExpression(part)) && this.say(part, words),
        )
    } else if (ts.isObjectLiteralExpression(node)) this.sayCheck(node)
  }

  /** Of a proof: what should hold, whether it does, what was found. */
  private sayCheck(node: ts.ObjectLiteralExpression) {
    const names = node.properties.map((property) => property.name?.getText())
    if (!names.includes('ok') || !names.includes('found')) return
    for (const property of node.properties)
      if (ts.isPropertyAssignment(property) && property.name.getText() !== 'ok')
        this.say(property.initializer, true)
  }

  private sayList(value: ts.Expression) {
    const list = ts.isIdentifier(value) ? constOf(value) : value
    if (list && ts.isArrayLiteralExpression(list)) list.elements.forEach((element) => this.say(element))
    else if (list && ts.isConditionalExpression(list))
      [list.whenTrue, list.whenFalse].forEach((one) => this.sayList(one))
  }

  /** Takes in what an expression may come to. */
  private say(expression: ts.Node | undefined, isWhole = false) {
    if (!expression || this.followed.has(expression)) return
    this.followed.add(expression)
    for (const template of this.templatesOf(expression) ?? []) {
      const words = template.replaceAll('{}', '')
      // One word is a name more often than a sentence, and SQL is for nobody.
      if (
        !/\p{L}{3}/u.test(words) ||
        !(isWhole || /\p{L}.*\s|\s.*\p{L}/su.test(words)) ||
        (/^[A-Z]{6} /i.test(words) && /SELECT|INSERT|UPDATE/i.test(words))
      )
        continue
      const source = expression.getSourceFile()
      const { line } = source.getLineAndCharacterOfPosition(expression.getStart())
      const place = `${source.fileName}:${line + 1}`
      if (!this.found.has(template)) this.found.set(template, { template, place })
    }
  }

  /** null where the source does not tell: a value. What helpers put in is taken in on its own meanwhile. */
  private templatesOf(node: ts.Node, depth = 0): string[] | null {
    if (depth > 8) return null
    const inner = (other: ts.Node) => this.templatesOf(other, depth + 1)
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text]
    if (ts.isTemplateExpression(node)) return this.spansOf(node, depth)
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return inner(node.expression)
    if (ts.isSpreadElement(node)) return inner(node.expression)
    if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((element) => inner(element) ?? [])
    if (ts.isConditionalExpression(node)) return this.either([node.whenTrue, node.whenFalse], depth)
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken
      if (kind === ts.SyntaxKind.PlusEqualsToken) return (inner(node.right) ?? []).map((text) => `{}${text}`)
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken) {
        const right = inner(node.right)
        return right && ['', ...right]
      }
      if (kind !== ts.SyntaxKind.PlusToken) return this.either([node.left, node.right], depth)
      const [left, right] = [inner(node.left), inner(node.right)]
      return left || right ? cross([left ?? ['{}'], right ?? ['{}']]) : null
    }
    if (ts.isIdentifier(node)) {
      const known = constOf(node)
      if (known) return inner(known)
      const parameter = parameterOf(node)
      if (parameter) this.follow(parameter.owner, parameter.index)
      return null
    }
    if (ts.isElementAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const table = constOf(node.expression)
      if (table && ts.isObjectLiteralExpression(table))
        table.properties.forEach((one) => ts.isPropertyAssignment(one) && this.say(one.initializer))
      return null
    }
    if (ts.isCallExpression(node)) this.sayCall(node)
    return null
  }

  /** Where one of the ways is a value, so is the whole; the others are sentences of their own then. */
  private either(ways: readonly ts.Expression[], depth: number): string[] | null {
    const told = ways.map((way) => this.templatesOf(way, depth + 1))
    if (told.every((one) => one !== null)) return [...new Set(told.flat())]
    ways.forEach((way, index) => told[index] && this.say(way))
    return null
  }

  /** A template literal, with each way its conditions may turn out. */
  private spansOf(node: ts.TemplateExpression, depth: number): string[] {
    const literal = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('')
    if ((literal.match(/\p{L}/gu) ?? []).length >= fewestLetters) return this.waysOf(node, depth, () => null)
    const owner = node.templateSpans
      .map(({ expression }) => (ts.isIdentifier(expression) ? parameterOf(expression) : null))
      .find((parameter) => parameter !== null)
    const calls = owner ? this.callsOf(owner.owner) : []
    if (calls.length === 0) return this.waysOf(node, depth, () => null)
    return calls.flatMap((call) =>
      this.waysOf(node, depth, (name) => {
        const parameter = parameterOf(name)
        const argument = parameter && parameter.owner === owner!.owner && call.arguments?.[parameter.index]
        return argument ? this.templatesOf(argument, depth + 1) : null
      }),
    )
  }

  private waysOf(
    node: ts.TemplateExpression,
    depth: number,
    given: (name: ts.Identifier) => string[] | null,
  ): string[] {
    const parts: string[][] = [[node.head.text]]
    const wide: [number, ts.Expression][] = []
    for (const { expression, literal } of node.templateSpans) {
      const own = ts.isIdentifier(expression) ? given(expression) : null
      const told = own ?? this.templatesOf(expression, depth + 1)
      if (told && told.length > 2) wide.push([parts.length, expression])
      parts.push(told && told.length > 0 ? [...new Set(told)] : ['{}'], [literal.text])
    }
    const variants = parts.reduce((product, { length }) => product * length, 1)
    if (variants <= mostVariants) return cross(parts)
    for (const [index, expression] of wide) {
      parts[index] = ['{}']
      this.say(expression)
    }
    return cross(parts)
  }

  /** What the callers of a helper give it. */
  private follow(owner: Named, index: number) {
    this.argumentsOf(owner, index).forEach((argument) => this.say(argument))
  }

  private argumentsOf(owner: Named, index: number): ts.Expression[] {
    return this.callsOf(owner).flatMap((call) => call.arguments?.[index] ?? [])
  }

  private callsOf(owner: Named) {
    const name = nameOf(owner)
    const callers = name ? [name] : this.madeBy(owner)
    const isLocal = name !== null && !isExported(owner)
    return callers
      .flatMap((caller) => this.calls.get(caller) ?? [])
      .filter((call) => ts.isMethodDeclaration(owner) === ts.isPropertyAccessExpression(call.expression))
      .filter((call) => !isLocal || call.getSourceFile() === owner.getSourceFile())
  }

  /** Names of the functions that one makes which returns this one. */
  private madeBy(inner: Named): string[] {
    const maker = isFunction(inner.parent) ? nameOf(inner.parent) : null
    return (this.calls.get(maker ?? '') ?? []).flatMap(({ parent }) =>
      ts.isVariableDeclaration(parent) ? parent.name.getText() : [],
    )
  }

  /** What a function of ours returns, and what is made of each of a list. */
  private sayCall(node: ts.CallExpression) {
    const { expression } = node
    if (ts.isPropertyAccessExpression(expression)) {
      if (['join', 'slice', 'filter', 'trim', 'toSorted', 'replace'].includes(expression.name.text)) {
        const list = expression.expression
        if (ts.isIdentifier(list)) {
          const known = constOf(list)
          if (known) this.say(known)
        } else this.say(list)
      }
      if (
        ['map', 'flatMap'].includes(expression.name.text) &&
        node.arguments[0] &&
        isFunction(node.arguments[0])
      )
        this.sayReturned(node.arguments[0])
      return
    }
    const name = calleeOf(node)
    const known = (this.functions.get(name ?? '') ?? []).filter(
      (one) => isExported(one) || one.getSourceFile() === node.getSourceFile(),
    )
    known.forEach((one) => this.sayReturned(one))
  }

  private sayReturned(one: Named) {
    if (!one.body) return
    if (!ts.isBlock(one.body)) return this.say(one.body)
    each(one.body, (node) => {
      if (ts.isReturnStatement(node) && enclosing(node) === one) this.say(node.expression)
    })
  }
}

const cross = (parts: readonly string[][]) =>
  parts.reduce((all, part) => all.flatMap((before) => part.map((text) => before + text)), [''])

function each(node: ts.Node, look: (node: ts.Node) => void) {
  look(node)
  node.forEachChild((child) => each(child, look))
}

const isFunction = (node: ts.Node): node is Named =>
  ts.isFunctionDeclaration(node) ||
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node) ||
  ts.isMethodDeclaration(node)

function nameOf(node: Named): string | null {
  if (node.name) return node.name.getText()
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : null
}

function calleeOf({ expression }: ts.CallExpression | ts.NewExpression): string | null {
  if (expression.kind === ts.SyntaxKind.SuperKeyword) return 'super'
  if (ts.isIdentifier(expression)) return expression.text
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text
  return null
}

const isExported = (node: Named) =>
  ts.isMethodDeclaration(node) ||
  /^\s*(\/\*[\s\S]*?\*\/\s*)*export\b/.test(
    (ts.isFunctionDeclaration(node) ? node : node.parent.parent.parent).getText(),
  )

function enclosing(node: ts.Node): Named | null {
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) return at
  return null
}

/** What a name was made of, if it is a constant of its file. */
function constOf(name: ts.Identifier): ts.Expression | null {
  for (let scope: ts.Node = name; scope; scope = scope.parent) {
    if (isFunction(scope) && scope.parameters.some((p) => bound(p.name).includes(name.text))) return null
    if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue
    for (const statement of scope.statements) {
      if (!ts.isVariableStatement(statement)) continue
      for (const declaration of statement.declarationList.declarations)
        if (bound(declaration.name).includes(name.text))
          return ts.isIdentifier(declaration.name) ? (declaration.initializer ?? null) : null
    }
  }
  return null
}

function parameterOf(name: ts.Identifier): { owner: Named; index: number } | null {
  for (let owner = enclosing(name); owner; owner = enclosing(owner)) {
    const index = owner.parameters.findIndex((p) => ts.isIdentifier(p.name) && p.name.text === name.text)
    if (index >= 0) return { owner, index }
  }
  return null
}

const bound = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isBindingElement(element) ? bound(element.name) : []))
