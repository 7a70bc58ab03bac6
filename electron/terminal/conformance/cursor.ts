// Moving the cursor, margins and tabs (ECMA-48, DEC STD 070 as xterm's ctlseqs tells it).
import { csi, esc, letters, type Case } from './case'

export const cursorCases: readonly Case[] = [
  {
    name: 'CUP and HVP go to a row and a column',
    writes: `${csi}3;5Hx${csi}2;2fy`,
    rows: ['', ' y', '    x'],
    cursor: [2, 3],
  },
  { name: 'CUP without parameters goes home', writes: `${csi}3;5H${csi}Hx`, rows: ['x'], cursor: [1, 2] },
  {
    name: 'CUP stops at the edges',
    writes: `${csi}99;99Hx`,
    rows: ['', '', '', '', '', `${' '.repeat(19)}x`],
    cursor: [6, 21],
  },
  {
    name: 'CUU, CUD, CUF and CUB move by one, or by what they are told',
    writes: `${csi}3;10H${csi}Ax${csi}2By${csi}3Cz${csi}2Dw`,
    rows: ['', '         x', '', '          y  wz'],
    cursor: [4, 15],
  },
  {
    name: 'CUU, CUD, CUF and CUB stop at the edges',
    writes: `${csi}99A${csi}99Dx${csi}99B${csi}99Cy`,
    rows: ['x', '', '', '', '', `${' '.repeat(19)}y`],
  },
  {
    name: 'CNL, CPL, CHA, VPA, HPA, HPR and VPR',
    writes: `${csi}5;5H${csi}2Fa${csi}Eb${csi}7Gc${csi}1dd${csi}12\`e${csi}2af${csi}3eg`,
    rows: ['       d   e  f', '', 'a', 'b     cg'].map((row, at) => (at === 3 ? 'b     c        g' : row)),
    cursor: [4, 17],
  },
  {
    name: 'CR, BS and LF are each one thing alone',
    writes: 'abc\rx\ny\bz',
    rows: ['xbc', ' z'],
    cursor: [2, 3],
  },
  { name: 'VT and FF are LF', writes: 'a\vb\fc', rows: ['a', ' b', '  c'] },
  {
    name: 'IND goes down, NEL to the next line’s begin',
    writes: `ab${esc}Dc${esc}Ed`,
    rows: ['ab', '  c', 'd'],
  },
  {
    name: 'RI goes up, and at the top scrolls down',
    writes: `${letters}${csi}2;1H${esc}Mx${esc}My`,
    rows: [' y', 'x', 'B', 'C', 'D', 'E'],
  },
  { name: 'LF on the last row scrolls', writes: `${letters}\nx`, rows: ['B', 'C', 'D', 'E', 'F', ' x'] },
  {
    name: 'text wraps at the right margin',
    writes: 'abcdefghijklmnopqrstuvw',
    rows: ['abcdefghijklmnopqrst', 'uvw'],
    cursor: [2, 4],
  },
  {
    name: 'a full row does not wrap before the next character: CR still finds it',
    writes: 'abcdefghijklmnopqrst\rX',
    rows: ['Xbcdefghijklmnopqrst'],
    cursor: [1, 2],
  },
  {
    name: 'BS at a full row goes to the column before the last',
    writes: 'abcdefghijklmnopqrst\bX',
    rows: ['abcdefghijklmnopqrXt'],
  },
  {
    name: 'without DECAWM the last column is written over',
    writes: `${csi}?7labcdefghijklmnopqrstuvw${csi}?7h`,
    rows: ['abcdefghijklmnopqrsw'],
  },
  {
    name: 'DECSTBM homes the cursor, and only its rows scroll',
    writes: `${letters}${csi}2;4rx${csi}4;1H\ny`,
    rows: ['x', 'C', 'D', 'y', 'E', 'F'],
  },
  {
    name: 'below the margins LF does not scroll',
    writes: `${letters}${csi}2;4r${csi}6;3H\nx`,
    rows: ['A', 'B', 'C', 'D', 'E', 'F x'],
  },
  {
    name: 'RI at the top margin scrolls its rows down',
    writes: `${letters}${csi}2;4r${csi}2;1H${esc}Mx`,
    rows: ['A', 'x', 'B', 'C', 'E', 'F'],
  },
  {
    name: 'CUU and CUD stop at the margins, from inside them',
    writes: `${csi}2;4r${csi}3;1H${csi}9Ax${csi}9By`,
    rows: ['', 'x', '', ' y'],
  },
  {
    name: 'origin mode counts from the margin and cannot leave it',
    writes: `${csi}2;4r${csi}?6h${csi}1;1Hx${csi}9;1Hy`,
    rows: ['', 'x', '', 'y'],
  },
  {
    name: 'DECSC and DECRC keep place, colour, character set and origin mode',
    writes: `${csi}3;3H${csi}31m${esc}(0${esc}7${csi}0m${esc}(B${csi}HA${esc}8q`,
    rows: ['A', '', '  ─'],
    cells: { '1,1': '', '3,3': 'fg=1' },
  },
  {
    name: 'SCOSC and SCORC keep the place',
    writes: `${csi}3;3H${csi}sx${csi}H${csi}uy`,
    rows: ['', '', '  y'],
  },
  { name: 'a tab stop stands at every eighth column', writes: '\ta\tb\tc', rows: ['        a       b  c'] },
  {
    name: 'HTS sets one, and CHT and CBT walk them',
    writes: `${csi}5G${esc}H\r\tx${csi}2Iy${csi}3Zz`,
    rows: ['    z           y'],
  },
  {
    name: 'TBC clears one, or all',
    writes: `${csi}9G${csi}g\r\tx\r\n${csi}3g\ty`,
    rows: [`${' '.repeat(16)}x`, `${' '.repeat(19)}y`],
  },
]
