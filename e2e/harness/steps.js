import { test } from 'node:test'

/**
 * Steps of one walk, which build on each other: after one that failed the others fail without being walked.
 *
 * @param picture takes one of where it failed
 */
export function steps(picture) {
  let broken = false
  return (name, walk) =>
    test(name, async () => {
      if (broken) throw new Error('a step before failed')
      try {
        await walk()
      } catch (error) {
        broken = true
        await picture()
        throw error
      }
    })
}
