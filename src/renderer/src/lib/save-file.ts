/** Hands a file to the browser, which saves it or asks where. Letters that file systems mind become dashes. */
export function saveFile(name: string, content: Blob) {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name.replaceAll(/[\\/:*?"<>|\s]+/g, '-')
  link.click()
  // The browser reads it after the click; a minute is long enough.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
