/** Chromium alone cannot be taught a scheme: pages of one are shown to it under an HTTPS origin that nobody can have. */
export const schemeOrigin = (scheme: string, host: string) => `https://${host}.${scheme}.invalid`
