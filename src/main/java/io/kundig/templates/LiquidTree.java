package io.kundig.templates;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liqp.Insertion;
import liqp.Insertions;
import liqp.TemplateContext;
import liqp.blocks.Case;
import liqp.blocks.Comment;
import liqp.blocks.For;
import liqp.blocks.If;
import liqp.blocks.Raw;
import liqp.blocks.Unless;
import liqp.exceptions.LiquidException;
import liqp.filters.Filters;
import liqp.nodes.FilterNode;
import liqp.nodes.LNode;
import liqp.org.antlr.v4.runtime.ParserRuleContext;
import liqp.parser.v4.NodeVisitor;
import liqp.tags.Assign;
import liqp.tags.Break;
import liqp.tags.Continue;
import liquid.parser.v4.LiquidParser.Cycle_tagContext;
import liquid.parser.v4.LiquidParser.FilterContext;
import liquid.parser.v4.LiquidParser.Include_relative_tagContext;
import liquid.parser.v4.LiquidParser.Include_tagContext;
import liquid.parser.v4.LiquidParser.Other_tagContext;
import liquid.parser.v4.LiquidParser.OutputContext;
import liquid.parser.v4.LiquidParser.Simple_tagContext;
import liquid.parser.v4.LiquidParser.Table_tagContext;

/// Builds the tree of a template out of the tags and filters we allow, each of them counted, and
/// with every output escaped in HTML.
final class LiquidTree extends NodeVisitor {

  private static final Map<String, Insertion> TAGS =
      Stream.of(
              new Assign(),
              new Break(),
              new LiquidCapture(),
              new Case(),
              new Comment(),
              new Continue(),
              new For(),
              new If(),
              new Raw(),
              new Unless())
          .map(Counted::new)
          .collect(Collectors.toMap(Insertion::getName, Function.identity()));

  private final boolean html;

  LiquidTree(boolean html) {
    super(Insertions.of(TAGS), Filters.of(LiquidFilters.ALL), true);
    this.html = html;
  }

  @Override
  public LNode visitOutput(OutputContext ctx) {
    LNode output = super.visitOutput(ctx);
    return context -> {
      RenderState.of(context).step();
      String text =
          html ? PlainText.escaped(output.render(context)) : PlainText.of(output.render(context));
      return RenderState.of(context).printed(text);
    };
  }

  @Override
  public FilterNode visitFilter(FilterContext ctx) {
    String name = ctx.Id().getText();
    if (name.equals("raw") || name.equals("safe")) {
      throw new LiquidException(
          "there is no filter " + name + ": what people and shops write is always escaped", ctx);
    }
    if (!LiquidFilters.ALL.containsKey(name)) {
      throw new LiquidException("there is no filter " + name, ctx);
    }
    return super.visitFilter(ctx);
  }

  @Override
  public LNode visitInclude_tag(Include_tagContext ctx) {
    throw noTag("include", ctx);
  }

  @Override
  public LNode visitInclude_relative_tag(Include_relative_tagContext ctx) {
    throw noTag("include_relative", ctx);
  }

  /// Liqp prints its values past [#visitOutput].
  @Override
  public LNode visitCycle_tag(Cycle_tagContext ctx) {
    throw noTag("cycle", ctx);
  }

  @Override
  public LNode visitTable_tag(Table_tagContext ctx) {
    throw noTag("tablerow", ctx);
  }

  @Override
  public LNode visitSimple_tag(Simple_tagContext ctx) {
    allow(ctx.SimpleTagId().getText(), ctx);
    return super.visitSimple_tag(ctx);
  }

  @Override
  public LNode visitOther_tag(Other_tagContext ctx) {
    allow(ctx.BlockId().getText(), ctx);
    return super.visitOther_tag(ctx);
  }

  private static void allow(String tag, ParserRuleContext ctx) {
    if (!TAGS.containsKey(tag)) {
      throw noTag(tag, ctx);
    }
  }

  private static LiquidException noTag(String tag, ParserRuleContext ctx) {
    return new LiquidException("there is no tag " + tag, ctx);
  }

  /// A tag whose every use is a step of the render's budget.
  private static final class Counted extends Insertion {

    private final Insertion tag;

    Counted(Insertion tag) {
      super(tag.getName());
      this.tag = tag;
    }

    @Override
    public Object render(TemplateContext context, LNode... nodes) {
      RenderState.of(context).step();
      return tag.render(context, nodes);
    }
  }
}
