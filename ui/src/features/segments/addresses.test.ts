import { expect, test } from 'vitest'
import { addressesIn, writtenIn } from './addresses'

test('addresses are found however they are pasted', () => {
  expect(writtenIn('Mara Voss <Mara@Voss.example>, jo@x.example;\n"li@x.example"\n\njo@x.example.')).toEqual([
    'mara@voss.example',
    'jo@x.example',
    'li@x.example',
  ])
})

test('a line without an address is a number', () => {
  expect(writtenIn(' 0170 1234567 \nK-4711;\n')).toEqual(['0170 1234567', 'K-4711'])
})

test('of a file only the addresses count', () => {
  expect(addressesIn('Name;E-Mail;Ort\n"Voss, Mara";mara@voss.example;Kiel\n')).toEqual(['mara@voss.example'])
})
