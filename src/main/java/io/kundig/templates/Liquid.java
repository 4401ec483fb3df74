package io.kundig.templates;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import liqp.Template;
import liqp.TemplateContext;
import liqp.TemplateParser;
import liqp.exceptions.LiquidException;
import liqp.nodes.LNode;
import liqp.parser.Flavor;

/// A Liquid template, parsed once and rendered many times, by people who may be careless and with
/// data that strangers wrote.
///
/// - What `{{ … }}` prints is escaped when the template is HTML; there is no way around it.
/// - It sees a copy of the data made of texts, numbers, lists and maps: no class, file or
///   environment.
/// - Loops, steps, sizes and time are limited; there is no include.
public final class Liquid {

  static final int LONGEST_SOURCE = 300_000;
  static final int MOST_ITERATIONS = 5_000;
  static final int LONGEST_OUTPUT = 600_000;

  private static final TemplateParser PARSER =
      new TemplateParser.Builder()
          .withFlavor(Flavor.LIQUID)
          .withStrictTypedExpressions(false)
          .withMaxIterations(MOST_ITERATIONS)
          .withMaxSizeRenderedString(LONGEST_OUTPUT)
          .withDefaultTimeZone(ZoneOffset.UTC)
          .withNameResolver(
              name -> {
                throw new IllegalStateException("there is no include");
              })
          .build();

  private final Template template;
  private final boolean html;

  /// Trees that nobody renders right now. A tree keeps state while it renders (the key of an index
  /// such as `person[name]`), so that two recipients must never share one at the same time.
  private final Queue<LNode> idle = new ConcurrentLinkedQueue<>();

  private Liquid(String source, boolean html) {
    if (source.length() > LONGEST_SOURCE) {
      throw new SourceError(1, "is longer than " + LONGEST_SOURCE + " characters");
    }
    this.html = html;
    try {
      this.template = PARSER.parse(source);
      idle.add(tree());
    } catch (LiquidException e) {
      throw LiquidMessages.unclosedTag(source)
          .orElseGet(() -> new SourceError(e.line, LiquidMessages.explain(e)));
    } catch (StackOverflowError e) {
      throw new SourceError(1, "nests too deeply");
    }
  }

  /// @throws SourceError with the line of what is wrong
  public static Liquid html(String source) {
    return new Liquid(source, true);
  }

  /// For subjects and text parts: nothing is escaped.
  ///
  /// @throws SourceError with the line of what is wrong
  public static Liquid text(String source) {
    return new Liquid(source, false);
  }

  /// @param locale how numbers, money and dates are written
  /// @throws Templates.RenderFailed when a limit is reached or a filter cannot work with its value
  public String render(Map<String, ?> data, Locale locale, ZoneId zone) {
    return render(PlainData.of(data), new RenderState(locale, zone));
  }

  /// @param plain data that went through [PlainData]
  String render(Map<String, Object> plain, RenderState state) {
    try {
      LNode tree = idle.poll();
      if (tree == null) {
        tree = tree();
      }
      TemplateContext context = new TemplateContext(PARSER, plain);
      state.attach(context);
      String rendered = String.valueOf(tree.render(context));
      idle.add(tree);
      return rendered;
    } catch (Templates.RenderFailed e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Templates.RenderFailed(LiquidMessages.explain(e));
    } catch (StackOverflowError e) {
      throw new Templates.RenderFailed("nests too deeply");
    }
  }

  private LNode tree() {
    return new LiquidTree(html).visit(template.getParseTree());
  }

  /// The source cannot be used.
  public static final class SourceError extends RuntimeException {
    private final int line;

    /// @param line from 1
    public SourceError(int line, String message) {
      super(message);
      this.line = Math.max(1, line);
    }

    public int line() {
      return line;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
