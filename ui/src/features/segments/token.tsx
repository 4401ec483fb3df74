import { createContext, type ReactNode, useContext } from 'react'
import { PopupPanel, usePopup } from '../../ui/popup'
import classes from './token.module.css'

interface Editing {
  /** What is being changed, for screen readers: "Zeitraum". */
  label: string
  /** The condition's part as the server names it, to show an error there: `when`. */
  field: string
  editor: ReactNode
  wide?: boolean
}

const EditingContext = createContext<Editing | null>(null)

/** The parts of the condition that the server refused; empty where all is well. */
export const RefusedContext = createContext<readonly string[]>([])

/** Words of a sentence that open one small editor: each `Op` and `Val` inside does. */
export function Editable({ children, ...editing }: Editing & { children: ReactNode }) {
  return <EditingContext value={editing}>{children}</EditingContext>
}

interface TokenProps {
  children?: ReactNode
  /** Nothing chosen yet: the words say what is missing. */
  empty?: boolean
}

/** How something is compared: grey. */
export const Op = (props: TokenProps) => <Token tone="op" {...props} />

/** What it is compared with: teal. */
export const Val = (props: TokenProps) => <Token tone="value" {...props} />

function Token({ tone, ...props }: TokenProps & { tone: 'op' | 'value' }) {
  const editing = useContext(EditingContext)
  if (editing) return <Button tone={tone} editing={editing} {...props} />
  return (
    <span className={classes.token} data-tone={tone} data-empty={props.empty || undefined}>
      {props.children}
    </span>
  )
}

function Button({ tone, editing, empty, children }: TokenProps & { tone: 'op' | 'value'; editing: Editing }) {
  const popup = usePopup('dialog')
  const refused = useContext(RefusedContext)
  return (
    <>
      <button
        type="button"
        {...popup.target}
        className={classes.token}
        data-token=""
        data-tone={tone}
        data-empty={empty || undefined}
        data-bad={refused.some((field) => field.startsWith(editing.field)) || undefined}
      >
        {children}
      </button>
      <PopupPanel popup={popup} role="dialog" label={editing.label} className={classes.panel}>
        <ClosingContext value={popup.close}>{editing.editor}</ClosingContext>
      </PopupPanel>
    </>
  )
}

const ClosingContext = createContext<() => void>(() => {})

/** For editors in which one choice is all. */
export const useClose = () => useContext(ClosingContext)
