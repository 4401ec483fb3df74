import type { ReactNode } from 'react'
import classes from './decision-explanation.module.css'
import { Mark, type MarkKind } from './mark'

export interface Check {
  key: string
  mark: MarkKind
  sentence: ReactNode
  /** Where the engine knows it from, right: "Kasse, 3. Sep. 2025". */
  source?: ReactNode
  /** The line that decided: amber and bold. */
  deciding?: boolean
}

interface Props {
  /** The answer in one or two sentences. */
  answer: ReactNode
  /** In the order the engine made them. */
  checks: Check[]
  /** What happened after. */
  after?: ReactNode
  /** Link to the rule. */
  rule?: ReactNode
}

/** "Warum?": opens in place under its item. */
export function DecisionExplanation({ answer, checks, after, rule }: Props) {
  return (
    <div className={classes.card}>
      <p className={classes.answer}>{answer}</p>
      <ol className={classes.checks}>
        {checks.map((check) => (
          <li
            key={check.key}
            className={classes.check}
            data-deciding={check.deciding || undefined}
            data-open={check.mark === 'open' || undefined}
          >
            <Mark kind={check.mark} />
            <span className={classes.sentence}>{check.sentence}</span>
            {check.source && <span className={classes.source}>{check.source}</span>}
          </li>
        ))}
      </ol>
      {(after || rule) && (
        <div className={classes.foot}>
          <span>{after}</span>
          {rule && <span className={classes.rule}>{rule}</span>}
        </div>
      )}
    </div>
  )
}
