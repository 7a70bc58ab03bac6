// Names of engines, which are the same in every language.
export function productName(product: string): string {
  return product === 'podman' ? 'Podman' : product === 'desktop' ? 'Docker Desktop' : 'Docker'
}
