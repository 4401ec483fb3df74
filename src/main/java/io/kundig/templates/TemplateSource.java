package io.kundig.templates;

import org.jspecify.annotations.Nullable;

/// What a marketer edits.
///
/// @param subject Liquid
/// @param preheader Liquid; the line mail programs show behind the subject
/// @param mjml MJML with Liquid and our blocks
/// @param text Liquid of the text part; null: made from the MJML
record TemplateSource(String subject, String preheader, String mjml, @Nullable String text) {}
