import { strings } from './strings.ts'

let page = ''
let share = ''

/** The page and how far work is, in the tab of a browser and the list of windows: "42% · Runs · Antrum". */
function draw(): void {
  const parts = [share, page === strings.app.name ? '' : page, strings.app.name]
  document.title = parts.filter((part) => part !== '').join(' · ')
}

export function titlePage(name: string): void {
  page = name
  draw()
}

/** @param text  Empty when no work is under way. */
export function titleShare(text: string): void {
  share = text
  draw()
}
