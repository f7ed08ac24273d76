// Loads the built addon as the trainer will, multiplies two matrices, and prints one line of JSON about the engine.
// Usage: node check-addon.cjs <folder of tfjs-node-gpu>. CommonJS, because tfjs-node is.
/* eslint-disable @typescript-eslint/no-require-imports */
'use strict'
const util = require('node:util')

// tfjs-node 4.22 calls these; Node 23 removed them.
util.isNullOrUndefined ??= (value) => value === null || value === undefined
util.isArray ??= Array.isArray

const tf = require(process.argv[2])
const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).dataSync()
if (product.join() !== '19,22,43,50') throw new Error(`[1 2; 3 4]·[5 6; 7 8] came out as ${product.join()}`)
const backend = tf.backend()
console.log(
  JSON.stringify({
    tensorflow: backend.binding.TF_Version,
    device: backend.isUsingGpuDevice ? 'gpu' : 'cpu',
  }),
)
