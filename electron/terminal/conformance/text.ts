// Characters of every width, character sets, and how they look.
import { csi, esc, type Case } from './case'

const nineteen = 'abcdefghijklmnopqrs'

export const textCases: readonly Case[] = [
  { name: 'DEC line drawing by G0', writes: `${esc}(0lqwqk${esc}(Bx`, rows: ['┌─┬─┐x'] },
  { name: 'G1 by SO and SI', writes: `${esc})0q\x0eqx\x0fq`, rows: ['q─│q'] },
  {
    name: 'DEC line drawing, all of it',
    writes: `${esc}(0\`afgjklmn\r\nopqrstuvwxyz{|}~`,
    rows: ['◆▒°±┘┐┌└┼', '⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·'],
  },
  { name: 'CJK takes two columns', writes: '中文x한글', rows: ['中文x한글'], cursor: [1, 10] },
  {
    name: 'a wide character does not fit in the last column and wraps',
    writes: `${nineteen}中x`,
    rows: [nineteen, '中x'],
    cursor: [2, 4],
  },
  {
    name: 'a wide character fills the last two columns',
    writes: `${nineteen.slice(1)}中x`,
    rows: [`${nineteen.slice(1)}中`, 'x'],
  },
  {
    name: 'half a wide character written over takes the other half along',
    writes: `中文${csi}2Gx${csi}3Gy`,
    rows: [' xy'],
  },
  {
    name: 'half a wide character deleted takes the other half along',
    writes: `a中b${csi}3G${csi}P`,
    rows: ['a b'],
  },
  {
    name: 'a combining mark joins the character before it',
    writes: 'e\u0301a\u0308x',
    rows: ['e\u0301a\u0308x'],
    cursor: [1, 4],
  },
  {
    name: 'a combining mark joins the last column of a full row',
    writes: `${nineteen}e\u0301`,
    rows: [`${nineteen}e\u0301`],
    cursor: [1, 21],
  },
  { name: 'an emoji takes two columns', writes: '🚀x', rows: ['🚀x'], cursor: [1, 4] },
  { name: 'emoji joined by ZWJ are one of two columns', writes: '👩‍💻x👨‍👩‍👧‍👦y', rows: ['👩‍💻x👨‍👩‍👧‍👦y'], cursor: [1, 7] },
  { name: 'skin tones and flags are one of two columns', writes: '👍🏽x🇩🇪y', rows: ['👍🏽x🇩🇪y'], cursor: [1, 7] },
  { name: 'an emoji of two code points wraps whole', writes: `${nineteen}🇩🇪`, rows: [nineteen, '🇩🇪'] },
  {
    name: 'a full-width letter takes two columns, a half-width one',
    writes: 'Ａｱx',
    rows: ['Ａｱx'],
    cursor: [1, 5],
  },
  { name: 'box drawing takes one', writes: '┌─┐│█x', rows: ['┌─┐│█x'], cursor: [1, 7] },
  {
    name: 'SGR: each look on',
    writes: ['1', '2', '3', '4', '5', '7', '8', '9', '53'].map((look) => `${csi}${look}mx${csi}0m`).join(''),
    rows: ['xxxxxxxxx'],
    cells: {
      ...{ '1,1': 'bold', '1,2': 'dim', '1,3': 'italic', '1,4': 'underline', '1,5': 'blink' },
      ...{ '1,6': 'inverse', '1,7': 'invisible', '1,8': 'strikethrough', '1,9': 'overline' },
    },
  },
  {
    name: 'SGR: each look off',
    writes: `${csi}1;2;3;4;5;7;8;9;53m${[22, 23, 24, 25, 27, 28, 29, 55].map((off) => `${csi}${off}mx`).join('')}`,
    rows: ['xxxxxxxx'],
    cells: {
      '1,1': 'italic underline blink inverse invisible strikethrough overline',
      '1,3': 'blink inverse invisible strikethrough overline',
      '1,5': 'invisible strikethrough overline',
      '1,8': '',
    },
  },
  {
    name: 'SGR: eight colours, bright ones, and back',
    writes: `${csi}31;42ma${csi}94;103mb${csi}39mc${csi}49md`,
    rows: ['abcd'],
    cells: { '1,1': 'fg=1 bg=2', '1,2': 'fg=12 bg=11', '1,3': 'bg=11', '1,4': '' },
  },
  {
    name: 'SGR: 256 colours, with semicolons and with colons',
    writes: `${csi}38;5;208ma${csi}48;5;17mb${csi}0;38:5:99mc`,
    rows: ['abc'],
    cells: { '1,1': 'fg=208', '1,2': 'fg=208 bg=17', '1,3': 'fg=99' },
  },
  {
    name: 'SGR: 24-bit colours, with semicolons and with colons',
    writes: `${csi}38;2;255;128;0ma${csi}48;2;1;2;3mb${csi}0;38:2::10:20:30mc`,
    rows: ['abc'],
    cells: { '1,1': 'fg=#ff8000', '1,2': 'fg=#ff8000 bg=#010203', '1,3': 'fg=#0a141e' },
  },
  {
    name: 'SGR: underlines of five kinds, and their colour',
    writes: `${[1, 2, 3, 4, 5].map((kind) => `${csi}4:${kind}mx`).join('')}${csi}58:2::255:0:0my${csi}58:5:9mz${csi}4:0mw${csi}0;21mv`,
    rows: ['xxxxxyzwv'],
    cells: {
      ...{
        '1,1': 'underline',
        '1,2': 'underline:double',
        '1,3': 'underline:curly',
        '1,4': 'underline:dotted',
      },
      ...{ '1,5': 'underline:dashed', '1,6': 'underline:dashed#ff0000', '1,7': 'underline:dashed#9' },
      ...{ '1,8': '', '1,9': 'underline:double' },
    },
  },
  {
    name: 'a look stays over rows and ends at its reset',
    writes: `${csi}1;35ma\r\nb${csi}mc`,
    rows: ['a', 'bc'],
    cells: { '1,1': 'bold fg=5', '2,1': 'bold fg=5', '2,2': '' },
  },
]
