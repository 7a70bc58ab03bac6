// Screens, modes, and what stands beside the grid: title, links, the cursor's shape.
import { csi, esc, isReset, isSet, letters, type Case } from './case'

const st = `${esc}\\`
const margins = `${esc}P$qr${st}`

export const modeCases: readonly Case[] = [
  {
    name: '1049 shows an empty screen',
    writes: `main${csi}?1049h${csi}Halt`,
    rows: ['alt'],
    answers: [isSet(1049)],
  },
  {
    name: '1049 gives screen and cursor back',
    writes: `main${csi}?1049h${csi}5;5Halt${csi}?1049lx`,
    rows: ['mainx'],
    answers: [isReset(1049)],
  },
  {
    name: '1049 forgets what was on the other screen',
    writes: `${csi}?1049hold${csi}?1049l${csi}?1049h${csi}Hx${csi}?1049lmain`,
    rows: ['main'],
  },
  {
    name: '47 shows the other screen, and the main one is there again',
    writes: `main${csi}?47h${csi}2J${csi}Halt${csi}?47l`,
    rows: ['main'],
  },
  {
    name: '1047 clears the other screen on leaving',
    writes: `main${csi}?1047h${csi}Halt${csi}?1047l${csi}?1047h`,
    rows: [''],
  },
  {
    name: '1048 keeps the cursor',
    writes: `${csi}3;3H${csi}?1048h${csi}H${csi}?1048lx`,
    rows: ['', '', '  x'],
  },
  {
    name: 'the other screen scrolls for itself',
    writes: `${letters}${csi}?1049h${csi}6;1H\n\n${csi}?1049l`,
    rows: ['A', 'B', 'C', 'D', 'E', 'F'],
  },
  { name: 'the cursor is hidden and shown', writes: `${csi}?25l`, rows: [], answers: [isReset(25)] },
  { name: 'bracketed paste on', writes: `${csi}?2004h`, rows: [], answers: [isSet(2004)] },
  { name: 'bracketed paste off', writes: `${csi}?2004h${csi}?2004l`, rows: [], answers: [isReset(2004)] },
  { name: 'application cursor keys', writes: `${csi}?1h`, rows: [], answers: [isSet(1)] },
  { name: 'application keypad', writes: `${esc}=`, rows: [], answers: [isSet(66)] },
  {
    name: 'the mouse is followed, in SGR’s words',
    writes: `${csi}?1002h${csi}?1006h`,
    rows: [],
    answers: [isSet(1002), isSet(1006)],
  },
  { name: 'focus is told', writes: `${csi}?1004h`, rows: [], answers: [isSet(1004)] },
  {
    name: 'wraparound and insert are told',
    writes: `${csi}?7l${csi}4h`,
    rows: [],
    answers: [isReset(7), [`${csi}4$p`, `${csi}4;1$y`]],
  },
  {
    name: 'origin mode and margins are told',
    writes: `${csi}2;4r${csi}?6h`,
    rows: [],
    answers: [isSet(6), [margins, `${esc}P1$r2;4r${st}`]],
  },
  {
    name: 'DECSCUSR: a steady bar',
    writes: `${csi}6 q`,
    rows: [],
    cursorShape: 'steady bar',
  },
  {
    name: 'DECSCUSR: a blinking underline',
    writes: `${csi}3 q`,
    rows: [],
    cursorShape: 'blinking underline',
  },
  {
    name: 'the title, ended by BEL',
    writes: `${esc}]2;训练 – epoch 3\x07x`,
    rows: ['x'],
    title: '训练 – epoch 3',
  },
  { name: 'the title, ended by ST', writes: `${esc}]0;vim${st}x`, rows: ['x'], title: 'vim' },
  {
    name: 'OSC 8 makes a link of its text alone',
    writes: `a${esc}]8;;https://example.org${st}link${esc}]8;;${st}b`,
    rows: ['alinkb'],
    cells: { '1,1': '', '1,2': 'link', '1,5': 'link', '1,6': '' },
  },
  {
    name: 'strings that mean nothing here are not shown',
    writes: `a${esc}P1;2|no${st}${esc}_no${st}${esc}^no${st}${esc}]999;no\x07b`,
    rows: ['ab'],
  },
  {
    name: 'a control inside a sequence is carried out, the sequence too',
    writes: `ab${csi}\r2Cx`,
    rows: ['abx'],
  },
  { name: 'CAN ends a sequence', writes: `a${csi}3\x18b`, rows: ['ab'] },
  {
    name: 'the cursor’s place is told',
    writes: `${csi}3;7H`,
    rows: [],
    answers: [[`${csi}6n`, `${csi}3;7R`]],
  },
]
