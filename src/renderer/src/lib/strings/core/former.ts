/** What projects keep of sentences that the core said before. */
export const former: Record<string, string> = {
  'only {} % of the cube is inside the scan': 'nur {}\u00a0% des Würfels liegen in der Aufnahme',
}
