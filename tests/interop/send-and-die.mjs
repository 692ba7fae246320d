// A client that sends edits and is killed at once: run as a process of its own by ends.test.mjs. It reads nothing, so that the
// system resets its line, and says on standard output that everything was handed to the system.
import WebSocket from 'ws'
import * as Y from 'yjs'
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding'
import { writeUpdate } from 'y-protocols/sync'

const [url, count] = process.argv.slice(2)
const doc = new Y.Doc()
const updates = []
doc.on('update', (update) => updates.push(update))
for (let letter = 0; letter < Number(count); letter += 1) doc.getText('body').insert(letter, 'x')

const socket = new WebSocket(url)
socket.on('open', () => {
  socket._socket.pause()
  let left = updates.length
  for (const update of updates) {
    const encoder = createEncoder()
    writeVarUint(encoder, 0)
    writeUpdate(encoder, update)
    socket.send(toUint8Array(encoder), () => {
      left -= 1
      if (left === 0) process.kill(process.pid, 'SIGKILL')
    })
  }
})
