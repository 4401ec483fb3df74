import { createTheme, type MantineColorsTuple } from '@mantine/core'
import classes from './controls.module.css'

const teal: MantineColorsTuple = [
  '#E4F1EF',
  '#B9DAD6',
  '#8fc4be',
  '#67C9BF',
  '#37ADA3',
  '#157E78',
  '#147A74',
  '#0F6460',
  '#0C5F5B',
  '#0B504D',
]

/**
 * Plain objects instead of `Button.extend`, so that the theme pulls no part into the first load.
 *
 * Shape and behaviour of Mantine's parts; their colours come from our tokens in controls.module.css. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  colors: { teal },
  fontFamily: 'var(--k-font)',
  fontFamilyMonospace: 'var(--k-mono)',
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: {
      defaultProps: { variant: 'default', loaderProps: { type: 'dots' } },
      classNames: { root: classes.button, section: classes.buttonSection, label: classes.buttonLabel },
    },
    ActionIcon: {
      defaultProps: { variant: 'subtle', size: 28 },
      classNames: { root: classes.actionIcon },
    },
    Input: { classNames: { input: classes.input, section: classes.inputSection } },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
      classNames: {
        root: classes.wrapper,
        label: classes.fieldLabel,
        description: classes.hint,
        error: classes.error,
        required: classes.required,
      },
    },
    SegmentedControl: {
      defaultProps: { size: 'xs', transitionDuration: 120 },
      classNames: {
        root: classes.segmented,
        indicator: classes.segmentedIndicator,
        label: classes.segmentedLabel,
      },
    },
  },
})
