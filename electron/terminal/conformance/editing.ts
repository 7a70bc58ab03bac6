// Erasing, inserting, deleting and scrolling.
import { csi, esc, letters, size, type Case } from './case'

const row = 'abcdefghij'
const full = 'E'.repeat(size.cols)

export const editingCases: readonly Case[] = [
  { name: 'EL 0 erases to the end of the row', writes: `${row}${csi}4G${csi}K`, rows: ['abc'] },
  {
    name: 'EL 1 erases up to the cursor, its cell too',
    writes: `${row}${csi}4G${csi}1K`,
    rows: ['    efghij'],
  },
  { name: 'EL 2 erases the row and stays', writes: `${row}${csi}4G${csi}2Kx`, rows: ['   x'] },
  { name: 'ED 0 erases to the end of the screen', writes: `${letters}${csi}3;1H${csi}J`, rows: ['A', 'B'] },
  {
    name: 'ED 1 erases from the begin',
    writes: `${letters}${csi}3;1H${csi}1J`,
    rows: ['', '', '', 'D', 'E', 'F'],
  },
  { name: 'ED 2 erases all and stays', writes: `${letters}${csi}3;2H${csi}2Jx`, rows: ['', '', ' x'] },
  { name: 'ED 3 leaves the screen', writes: `${letters}\r\nG${csi}3J`, rows: ['B', 'C', 'D', 'E', 'F', 'G'] },
  { name: 'ECH erases in place', writes: `${row}${csi}3G${csi}4X`, rows: ['ab    ghij'] },
  { name: 'ICH pushes to the right', writes: `${row}${csi}3G${csi}2@xy`, rows: ['abxycdefghij'] },
  {
    name: 'what ICH pushes over the margin is gone',
    writes: `${csi}19Gab${csi}1G${csi}@`,
    rows: [`${' '.repeat(19)}a`],
  },
  { name: 'DCH pulls to the left', writes: `${row}${csi}3G${csi}4P`, rows: ['abghij'] },
  {
    name: 'IRM inserts what is written',
    writes: `${row}${csi}3G${csi}4hxy${csi}4lz`,
    rows: ['abxyzdefghij'],
  },
  {
    name: 'IL pushes rows down',
    writes: `${letters}${csi}3;1H${csi}2Lx`,
    rows: ['A', 'B', 'x', '', 'C', 'D'],
  },
  { name: 'DL pulls rows up', writes: `${letters}${csi}2;1H${csi}2Mx`, rows: ['A', 'x', 'E', 'F'] },
  {
    name: 'IL and DL leave what is below the margins',
    writes: `${letters}${csi}2;4r${csi}2;1H${csi}L${csi}3;1H${csi}M`,
    rows: ['A', '', 'C', '', 'E', 'F'],
  },
  {
    name: 'IL outside the margins does nothing',
    writes: `${letters}${csi}2;4r${csi}6;1H${csi}L`,
    rows: ['A', 'B', 'C', 'D', 'E', 'F'],
  },
  {
    name: 'SU scrolls up, the cursor stays',
    writes: `${letters}${csi}2Sx`,
    rows: ['C', 'D', 'E', 'F', '', ' x'],
  },
  {
    name: 'SD scrolls down, within the margins',
    writes: `${letters}${csi}2;5r${csi}2T`,
    rows: ['A', '', '', 'B', 'C', 'F'],
  },
  {
    name: 'DECALN fills the screen and homes',
    writes: `${csi}2;3r${csi}5;5H${esc}#8x`,
    rows: [`x${full.slice(1)}`, full, full, full, full, full],
  },
  {
    name: 'DECIC and DECDC move columns',
    writes: `abc\r\ndef${csi}1;2H${csi}'}${csi}3G${csi}'~`,
    rows: ['a c', 'd f'],
  },
  {
    name: 'DECSCA protects from DECSED and DECSEL, not from ED',
    writes: `${csi}1"qA${csi}0"qb${csi}?2J\r\n${csi}1"qC${csi}0"qd\r${csi}?K`,
    rows: ['A', 'C'],
  },
  { name: 'REP repeats the last character', writes: `-${csi}5bx${csi}2b`, rows: ['------xxx'] },
  {
    name: 'what is erased takes the background, and no other look',
    writes: `${csi}1;4;44mab${csi}K${csi}0m`,
    rows: ['ab'],
    cells: { '1,2': 'bold underline bg=4', '1,3': 'bg=4', '1,20': 'bg=4', '2,1': '' },
  },
  {
    name: 'DECSTR takes back modes and margins, not text',
    writes: `${csi}2;3r${csi}?6h${csi}4h${csi}!p${csi}Habc${csi}2Gx`,
    rows: ['axc'],
  },
  {
    name: 'RIS clears all',
    writes: `${letters}${csi}31m${csi}2;3r${esc}cx`,
    rows: ['x'],
    cells: { '1,1': '' },
  },
]
