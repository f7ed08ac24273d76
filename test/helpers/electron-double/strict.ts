/** A member that the double lacks must fail the test that wants it, not be quietly undefined. */
export function strict<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, key) {
      if (key in target || typeof key === 'symbol' || key === 'then')
        return Reflect.get(target, key) as unknown
      throw new Error(`the Electron double has no ${name}.${key}: add it to test/helpers/electron-double`)
    },
  })
}
