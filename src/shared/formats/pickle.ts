import { AntrumError } from '../ipc/error.ts'

/**
 * A reader of Python pickles that can build plain data and nothing else.
 *
 * A pickle is a program for a stack machine, and its GLOBAL and REDUCE instructions may call any Python function: that is
 * how opening a weights file can run a stranger's code. Here a name is only ever looked up in the caller's list, every
 * other one is refused by name, and nothing is called that the list does not hold.
 *
 * Source: CPython's Lib/pickletools.py, protocols 0 to 5.
 */
export type PickleValue =
  null | boolean | number | bigint | string | Uint8Array | PickleValue[] | PickleDict | PickleObject | Allowed

/** A dict; numbers as keys are kept as text. */
export type PickleDict = Map<string, PickleValue>

/** What a persistent id or an allowed call made: the caller's own. */
export class PickleObject {}

/** A global on the caller's list. */
export class Allowed {
  readonly name: string
  readonly call: (args: PickleValue[]) => PickleValue
  constructor(name: string, call: (args: PickleValue[]) => PickleValue) {
    this.name = name
    this.call = call
  }
}

export interface UnpickleOptions {
  /** What `module name` may be called, and what it makes. */
  allowed: ReadonlyMap<string, (args: PickleValue[]) => PickleValue>
  /** What a persistent id stands for. */
  persistent: (id: PickleValue) => PickleValue
}

/** A name or key. What is neither text nor number has no text of its own: it could be as deep as the file is long. */
export const asText = (value: PickleValue): string =>
  typeof value === 'object' && value !== null ? 'an object' : String(value)

const mark = Symbol('mark')
type Item = PickleValue | typeof mark

/**
 * @param start  Where the pickle begins in `bytes`.
 * @returns The value, and where the pickle ended.
 * @throws AntrumError 'unreadable-file' when it is damaged; 'unsupported-file' when it wants anything that is not allowed.
 */
export function unpickle(
  bytes: Uint8Array,
  { allowed, persistent }: UnpickleOptions,
  start = 0,
): { value: PickleValue; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const stack: Item[] = []
  const memo = new Map<number, PickleValue>()
  let at = start

  const damaged = (what: string) =>
    new AntrumError(
      'unreadable-file',
      `The weights file is damaged: ${what} at byte ${at}. Download or save it again.`,
    )
  const refuse = (what: string) =>
    new AntrumError(
      'unsupported-file',
      `The weights file wants to ${what}, which plain weights never need. It was not done; do not trust this file. Save the weights with safetensors or torch.save(model.state_dict()).`,
    )
  const take = (count: number): number => {
    if (count < 0 || at + count > bytes.length) throw damaged('it ends early')
    at += count
    return at - count
  }
  const text = (count: number) => new TextDecoder().decode(bytes.subarray(take(count), at))
  const line = () => {
    const end = bytes.indexOf(10, at)
    if (end < 0 || end - at > 65_536) throw damaged('a line does not end')
    const value = text(end - at)
    at++
    return value
  }
  const long8 = () => {
    const value = view.getBigUint64(take(8), true)
    if (value > BigInt(bytes.length)) throw damaged('a length beyond the file')
    return Number(value)
  }
  const pop = (): PickleValue => {
    const item = stack.pop()
    if (item === undefined || item === mark) throw damaged('an instruction without its value')
    return item
  }
  const popMark = (): PickleValue[] => {
    const from = stack.lastIndexOf(mark)
    if (from < 0) throw damaged('a list without its start')
    return stack.splice(from).slice(1)
  }
  const remembered = (key: number): PickleValue => {
    if (!memo.has(key)) throw damaged('a reference to nothing')
    return memo.get(key)!
  }
  const global = (module: PickleValue, name: PickleValue): Allowed => {
    const full = `${asText(module)} ${asText(name)}`
    const call = allowed.get(full)
    if (!call) throw refuse(`call ${full.replace(' ', '.')}`)
    return new Allowed(full, call)
  }
  const setItems = (target: PickleValue, items: PickleValue[]) => {
    if (!(target instanceof Map) || items.length % 2) throw damaged('entries of something that is no dict')
    for (let k = 0; k < items.length; k += 2) target.set(asText(items[k]), items[k + 1])
  }
  const append = (target: PickleValue, items: PickleValue[]) => {
    if (!Array.isArray(target)) throw damaged('items of something that is no list')
    for (const item of items) target.push(item)
  }
  const signedLittleEndian = (count: number): number | bigint => {
    const from = take(count)
    let value = 0n
    for (let k = count - 1; k >= 0; k--) value = (value << 8n) | BigInt(bytes[from + k])
    if (count && bytes[from + count - 1] & 128) value -= 1n << BigInt(8 * count)
    return Number.isSafeInteger(Number(value)) ? Number(value) : value
  }

  for (;;) {
    const code = String.fromCharCode(bytes[take(1)])
    switch (code) {
      case '\x80': // PROTO
        if (bytes[take(1)] > 5) throw damaged('an unknown protocol')
        break
      case '\x95': // FRAME
        take(8)
        break
      case '.':
        return { value: pop(), end: at }
      case '(':
        stack.push(mark)
        break
      case '0':
        if (stack.pop() === undefined) throw damaged('an instruction without its value')
        break
      case '1':
        popMark()
        break
      case '2': {
        const top = pop()
        stack.push(top, top)
        break
      }
      case 'N':
        stack.push(null)
        break
      case '\x88':
      case '\x89':
        stack.push(code === '\x88')
        break
      case 'J':
        stack.push(view.getInt32(take(4), true))
        break
      case 'K':
        stack.push(bytes[take(1)])
        break
      case 'M':
        stack.push(view.getUint16(take(2), true))
        break
      case 'I':
      case 'L': {
        const value = line().replace(/L$/, '')
        stack.push(code === 'I' && (value === '00' || value === '01') ? value === '01' : Number(value))
        break
      }
      case '\x8a': // LONG1
        stack.push(signedLittleEndian(bytes[take(1)]))
        break
      case 'G':
        stack.push(view.getFloat64(take(8)))
        break
      case 'F':
        stack.push(Number(line()))
        break
      case 'X': // BINUNICODE and its kin; bytes and old strings are text to us unless asked for as bytes
      case 'T':
        stack.push(text(view.getUint32(take(4), true)))
        break
      case '\x8c':
      case 'U':
        stack.push(text(bytes[take(1)]))
        break
      case '\x8d':
        stack.push(text(long8()))
        break
      case 'V':
      case 'S':
        stack.push(line().replace(/^'(.*)'$/, '$1'))
        break
      case 'B':
        stack.push(bytes.subarray(take(view.getUint32(take(4), true)), at))
        break
      case 'C':
        stack.push(bytes.subarray(take(bytes[take(1)]), at))
        break
      case '\x8e':
        stack.push(bytes.subarray(take(long8()), at))
        break
      case ']':
      case ')':
        stack.push([])
        break
      case '}':
        stack.push(new Map())
        break
      case 'l':
      case 't':
        stack.push(popMark())
        break
      case 'd': {
        const dict: PickleDict = new Map()
        setItems(dict, popMark())
        stack.push(dict)
        break
      }
      case '\x85':
      case '\x86':
      case '\x87': {
        const count = code.charCodeAt(0) - 0x84
        const items = Array.from({ length: count }, pop).reverse()
        stack.push(items)
        break
      }
      case 'a': {
        const item = pop()
        append(stack.at(-1) as PickleValue, [item])
        break
      }
      case 'e': {
        const items = popMark()
        append(stack.at(-1) as PickleValue, items)
        break
      }
      case 's': {
        const [item, key] = [pop(), pop()]
        setItems(stack.at(-1) as PickleValue, [key, item])
        break
      }
      case 'u': {
        const items = popMark()
        setItems(stack.at(-1) as PickleValue, items)
        break
      }
      case 'p':
        memo.set(Number(line()), stack.at(-1) as PickleValue)
        break
      case 'q':
        memo.set(bytes[take(1)], stack.at(-1) as PickleValue)
        break
      case 'r':
        memo.set(view.getUint32(take(4), true), stack.at(-1) as PickleValue)
        break
      case '\x94':
        memo.set(memo.size, stack.at(-1) as PickleValue)
        break
      case 'g':
        stack.push(remembered(Number(line())))
        break
      case 'h':
        stack.push(remembered(bytes[take(1)]))
        break
      case 'j':
        stack.push(remembered(view.getUint32(take(4), true)))
        break
      case 'c':
        stack.push(global(line(), line()))
        break
      case '\x93': {
        const [name, module] = [pop(), pop()]
        stack.push(global(module, name))
        break
      }
      case 'R': {
        const [args, callee] = [pop(), pop()]
        if (!(callee instanceof Allowed) || !Array.isArray(args))
          throw refuse('call something that is not on the list')
        stack.push(callee.call(args))
        break
      }
      case 'b': {
        // State of an object. Plain weights have it on dicts only (`_metadata` of a state dict), where it says nothing we need.
        pop()
        if (!(stack.at(-1) instanceof Map)) throw refuse('set the inner state of an object')
        break
      }
      case 'Q':
        stack.push(persistent(pop()))
        break
      default:
        if ('io\x81\x82\x83\x84\x92P'.includes(code))
          throw refuse(`make an object (instruction 0x${code.charCodeAt(0).toString(16)})`)
        throw damaged(`unknown instruction 0x${code.charCodeAt(0).toString(16)}`)
    }
  }
}
