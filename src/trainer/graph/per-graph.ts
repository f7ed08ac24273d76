import type { Graph } from './graph.ts'

/** What a graph needs once, however many of its layers ask for it: constants by what shapes them. */
export function perGraph<T>(): (graph: Graph, key: string, make: () => T) => T {
  const known = new WeakMap<Graph, Map<string, T>>()
  return (graph, key, make) => {
    const own = known.get(graph) ?? new Map<string, T>()
    known.set(graph, own)
    if (!own.has(key)) own.set(key, make())
    return own.get(key)!
  }
}
