import type { Page } from 'playwright-core'

/**
 * Holds back calls of the page, from its next load on, until they are let go: what stands there meanwhile can be looked
 * at, and what moves when they come.
 *
 * @param call  Matches a held call, e.g. /results\/table/.
 * @returns Lets go of what is held, and holds nothing any more.
 */
export async function holdCalls(page: Page, call: RegExp): Promise<() => void> {
  const held: (() => void)[] = []
  let isHolding = true
  await page.routeWebSocket(/\/api$/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      if (isHolding && call.test(message.toString())) held.push(() => server.send(message))
      else server.send(message)
    })
  })
  return () => {
    isHolding = false
    held.splice(0).forEach((send) => send())
  }
}

/** How far things on the page were moved by others since it was loaded: Chromium's cumulative layout shift, good below 0.1. */
export const layoutShift = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        const add = (entries: PerformanceEntryList) => {
          for (const entry of entries) sum += (entry as PerformanceEntry & { value: number }).value
        }
        const observer = new PerformanceObserver((list) => add(list.getEntries()))
        observer.observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => {
          add(observer.takeRecords())
          observer.disconnect()
          resolve(sum)
        }, 200)
      }),
  )
