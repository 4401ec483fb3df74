/**
 * What somebody pasted, one person each: addresses wherever they stand, and lines without one as they
 * are, for telephone and customer numbers.
 */
export function writtenIn(text: string): string[] {
  const found = text.split(/[\r\n]+/).flatMap((line) => {
    const addresses = addressesIn(line)
    const rest = line.trim().replace(/^["']|["',;]+$/g, '')
    return addresses.length > 0 ? addresses : rest && rest.length <= 60 ? [rest] : []
  })
  return [...new Set(found)]
}

/** The addresses in a file of any kind of columns. */
export function addressesIn(text: string): string[] {
  const found = text
    .split(/[\s,;"'<>()|]+/)
    .filter((word) => word.includes('@'))
    .map((word) => word.replace(/[.:]+$/, '').toLowerCase())
  return [...new Set(found)]
}
