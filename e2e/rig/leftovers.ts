export async function leftovers(_name?: string): Promise<string[]> {
  return []
}
