// Evidence is verbatim but for passwords: files and proxies' addresses may hold some.

/** `user:password@` in an address. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/(:\/\/[^/\s:@]+):[^/\s@]+@/g, '$1:***@')
}
