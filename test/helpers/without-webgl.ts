import type { Page } from 'playwright-core'

/** The page as in a browser that has no WebGL2, until it is loaded again. */
export const withoutWebgl = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const original = Reflect.get(HTMLCanvasElement.prototype, 'getContext') as (...args: unknown[]) => unknown
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
      return args[0] === 'webgl2' ? null : original.apply(this, args)
    } as never
  })
