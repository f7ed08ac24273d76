import { printable } from './damaged.ts'
import { PickleBytes, integer, integerFrom } from './pickle-bytes.ts'
import { damagedPickle, refusedPickle } from './pickle-errors.ts'
import { costly, op, refusedOpcodes } from './pickle-opcodes.ts'

/**
 * A reader of Python pickles that cannot run anything. A pickle is a program for a small stack machine, and names in it
 * may stand for any Python function; here a name stands for what the caller's table says, or the file is refused.
 *
 * Read as: None, bool, int, float, str (Python 2's too), list and tuple (both as arrays), dict (as Map). Everything else
 * is refused. Protocols 1 to 5; protocol 0 cannot carry what PyTorch stores.
 * Source: the opcode table of CPython's pickletools.
 */

/** What a pickle may refer to. */
export interface PickleNames {
  /** By "module.name". A `PickleCall` may be called, anything else only be passed on. */
  names: ReadonlyMap<string, unknown>
  /** What stands for an object that is kept outside the pickle. */
  persistent: (id: unknown) => unknown
}

/** One of our own functions that a pickle may call. */
export class PickleCall {
  readonly build: (args: readonly unknown[]) => unknown

  constructor(build: (args: readonly unknown[]) => unknown) {
    this.build = build
  }
}

/**
 * Steps that reading may take; those that take memory for good count `costlySteps`. Half a million of these is far beyond any
 * checkpoint (a tensor needs some twenty), and bounds time and memory whatever the bytes say.
 */
const stepLimit = 4_000_000
const costlySteps = 8

/**
 * Reads one pickle.
 *
 * @param start  Where it begins in `bytes`.
 * @returns The object, and where the bytes after it begin.
 * @throws AntrumError 'unreadable-file' when it is damaged, 'unsupported-file' when it asks for anything not in `names`;
 *   the message names that.
 */
export function readPickle(
  bytes: Uint8Array,
  start: number,
  { names, persistent }: PickleNames,
): { value: unknown; end: number } {
  const input = new PickleBytes(bytes, start)
  const memo = new Map<number, unknown>()
  /** Values since the last mark, and those below each mark. */
  let stack: unknown[] = []
  const below: unknown[][] = []
  let steps = 0

  const push = (value: unknown) => void stack.push(value)
  const pop = (): unknown => {
    if (stack.length === 0) throw damagedPickle('its pickle takes a value that is not there')
    return stack.pop()
  }
  const top = (): unknown => {
    if (stack.length === 0) throw damagedPickle('its pickle uses a value that is not there')
    return stack.at(-1)
  }
  const popMarked = (): unknown[] => {
    const marked = stack
    const rest = below.pop()
    if (!rest) throw damagedPickle('its pickle takes a group that was not begun')
    stack = rest
    return marked
  }
  const popMany = (count: number): unknown[] => {
    if (stack.length < count) throw damagedPickle('its pickle takes values that are not there')
    return stack.splice(-count)
  }
  const recall = (index: number) => {
    if (!memo.has(index)) throw damagedPickle('its pickle repeats a value that it never kept')
    push(memo.get(index))
  }
  const topList = (): unknown[] => {
    const list = top()
    if (!Array.isArray(list)) throw damagedPickle('its pickle appends to what is no list')
    return list
  }
  const setItems = (items: unknown[]) => {
    const target = top()
    if (!(target instanceof Map)) throw damagedPickle('its pickle sets an entry of what is no dict')
    fill(target, items)
  }
  const find = (module: unknown, name: unknown) => {
    if (typeof module !== 'string' || typeof name !== 'string')
      throw damagedPickle('its pickle looks up a name that is no text')
    const full = `${module}.${name}`
    if (!names.has(full))
      throw refusedPickle(
        `The file asks Python for ${printable(full)}; only tensors and plain values are read.`,
        full,
      )
    push(names.get(full))
  }
  const call = () => {
    const args = pop()
    const callee = pop()
    if (!(callee instanceof PickleCall) || !Array.isArray(args))
      throw refusedPickle('The file calls something that is not one of the functions that make tensors.')
    push(callee.build(args))
  }

  for (;;) {
    const opcode = input.byte()
    steps += costly.has(opcode) ? costlySteps : 1
    if (steps > stepLimit)
      throw refusedPickle('The file holds more Python objects than a file of weights ever has.')
    switch (opcode) {
      case op.PROTO:
        if (input.byte() > 5) throw refusedPickle('The file is a pickle of a newer kind than protocol 5.')
        break
      case op.FRAME:
        input.take(8)
        break
      case op.STOP:
        return { value: pop(), end: input.at }

      case op.MARK:
        below.push(stack)
        stack = []
        break
      case op.POP:
        // As in Python: on an empty group it drops the mark.
        if (stack.length > 0) stack.pop()
        else popMarked()
        break
      case op.POP_MARK:
        popMarked()
        break
      case op.DUP:
        push(top())
        break

      case op.NONE:
        push(null)
        break
      case op.NEWTRUE:
        push(true)
        break
      case op.NEWFALSE:
        push(false)
        break
      case op.BININT:
        push(input.int32())
        break
      case op.BININT1:
        push(input.byte())
        break
      case op.BININT2:
        push(input.uint16())
        break
      case op.LONG1:
        push(integer(input.take(input.byte())))
        break
      case op.INT: {
        const digits = input.line()
        push(digits === '01' ? true : digits === '00' ? false : integerFrom(digits))
        break
      }
      case op.LONG:
        push(integerFrom(input.line().replace(/L$/, '')))
        break
      case op.BINFLOAT:
        push(input.float64())
        break
      case op.SHORT_BINUNICODE:
      case op.SHORT_BINSTRING:
        push(input.text(input.byte()))
        break
      case op.BINUNICODE:
      case op.BINSTRING:
        push(input.text(input.uint32()))
        break

      case op.EMPTY_LIST:
      case op.EMPTY_TUPLE:
        push([])
        break
      case op.LIST:
      case op.TUPLE:
        push(popMarked())
        break
      case op.TUPLE1:
        push(popMany(1))
        break
      case op.TUPLE2:
        push(popMany(2))
        break
      case op.TUPLE3:
        push(popMany(3))
        break
      case op.APPEND: {
        const item = pop()
        topList().push(item)
        break
      }
      case op.APPENDS: {
        const items = popMarked()
        const list = topList()
        for (const item of items) list.push(item)
        break
      }
      case op.EMPTY_DICT:
        push(new Map())
        break
      case op.DICT: {
        const items = popMarked()
        push(fill(new Map(), items))
        break
      }
      case op.SETITEM:
        setItems(popMany(2))
        break
      case op.SETITEMS:
        setItems(popMarked())
        break

      case op.BINPUT:
        memo.set(input.byte(), top())
        break
      case op.LONG_BINPUT:
        memo.set(input.uint32(), top())
        break
      case op.MEMOIZE:
        memo.set(memo.size, top())
        break
      case op.BINGET:
        recall(input.byte())
        break
      case op.LONG_BINGET:
        recall(input.uint32())
        break

      case op.GLOBAL: {
        const module = input.line()
        find(module, input.line())
        break
      }
      case op.STACK_GLOBAL: {
        const [module, name] = popMany(2)
        find(module, name)
        break
      }
      case op.REDUCE:
        call()
        break
      case op.BUILD:
        pop()
        // PyTorch hangs version numbers on its OrderedDict this way; they say nothing about the weights.
        if (!(top() instanceof Map))
          throw refusedPickle('The file sets the inner state of a Python object other than a dict.')
        break
      case op.BINPERSID:
        push(persistent(pop()))
        break
      case op.INST: {
        const module = input.line()
        throw refusedPickle(`The file makes a Python object: ${printable(`${module}.${input.line()}`)}.`)
      }
      default: {
        const name = refusedOpcodes.get(opcode)
        if (!name) throw damagedPickle(`its pickle has the unknown opcode 0x${opcode.toString(16)}`)
        throw refusedPickle(`The file uses ${name}, which weights do not need.`)
      }
    }
  }
}

/** Puts key, value, key, value, … into a dict. */
function fill(dict: Map<unknown, unknown>, items: readonly unknown[]): Map<unknown, unknown> {
  if (items.length % 2 !== 0) throw damagedPickle('its pickle has a dict key without a value')
  for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1])
  return dict
}
