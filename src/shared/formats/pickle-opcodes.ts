/** The opcodes that are read, by pickletools' names. */
export const op = {
  MARK: 0x28, // (
  EMPTY_TUPLE: 0x29, // )
  STOP: 0x2e, // .
  POP: 0x30, // 0
  POP_MARK: 0x31, // 1
  DUP: 0x32, // 2
  BINFLOAT: 0x47, // G
  INT: 0x49, // I
  BININT: 0x4a, // J
  BININT1: 0x4b, // K
  LONG: 0x4c, // L
  BININT2: 0x4d, // M
  NONE: 0x4e, // N
  BINPERSID: 0x51, // Q
  REDUCE: 0x52, // R
  BINSTRING: 0x54, // T
  SHORT_BINSTRING: 0x55, // U
  BINUNICODE: 0x58, // X
  EMPTY_LIST: 0x5d, // ]
  APPEND: 0x61, // a
  BUILD: 0x62, // b
  GLOBAL: 0x63, // c
  DICT: 0x64, // d
  APPENDS: 0x65, // e
  BINGET: 0x68, // h
  INST: 0x69, // i
  LONG_BINGET: 0x6a, // j
  LIST: 0x6c, // l
  BINPUT: 0x71, // q
  LONG_BINPUT: 0x72, // r
  SETITEM: 0x73, // s
  TUPLE: 0x74, // t
  SETITEMS: 0x75, // u
  EMPTY_DICT: 0x7d, // }
  PROTO: 0x80,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  LONG1: 0x8a,
  SHORT_BINUNICODE: 0x8c,
  STACK_GLOBAL: 0x93,
  MEMOIZE: 0x94,
  FRAME: 0x95,
} as const

/** Those that make or keep an object. */
export const costly: ReadonlySet<number> = new Set([
  op.MARK,
  op.EMPTY_TUPLE,
  op.EMPTY_LIST,
  op.LIST,
  op.TUPLE,
  op.TUPLE1,
  op.TUPLE2,
  op.TUPLE3,
  op.EMPTY_DICT,
  op.DICT,
  op.SHORT_BINUNICODE,
  op.SHORT_BINSTRING,
  op.BINUNICODE,
  op.BINSTRING,
  op.BINPUT,
  op.LONG_BINPUT,
  op.MEMOIZE,
  op.REDUCE,
  op.BINPERSID,
])

/** Known, and refused by name. */
export const refusedOpcodes: ReadonlyMap<number, string> = new Map([
  [0x42, 'a bytes object (BINBYTES)'],
  [0x43, 'a bytes object (SHORT_BINBYTES)'],
  [0x46, 'a number of protocol 0 (FLOAT)'],
  [0x50, 'an outside object of protocol 0 (PERSID)'],
  [0x53, 'a string of protocol 0 (STRING)'],
  [0x56, 'a string of protocol 0 (UNICODE)'],
  [0x67, 'a repetition of protocol 0 (GET)'],
  [0x6f, 'a Python object (OBJ)'],
  [0x70, 'a memory of protocol 0 (PUT)'],
  [0x81, 'a Python object (NEWOBJ)'],
  [0x82, 'a registered Python object (EXT1)'],
  [0x83, 'a registered Python object (EXT2)'],
  [0x84, 'a registered Python object (EXT4)'],
  [0x8b, 'a whole number of more than 255 bytes (LONG4)'],
  [0x8d, 'a text of more than 4 GB (BINUNICODE8)'],
  [0x8e, 'a bytes object (BINBYTES8)'],
  [0x8f, 'a set (EMPTY_SET)'],
  [0x90, 'a set (ADDITEMS)'],
  [0x91, 'a set (FROZENSET)'],
  [0x92, 'a Python object (NEWOBJ_EX)'],
  [0x96, 'a byte array (BYTEARRAY8)'],
  [0x97, 'a buffer outside the pickle (NEXT_BUFFER)'],
  [0x98, 'a buffer outside the pickle (READONLY_BUFFER)'],
])
