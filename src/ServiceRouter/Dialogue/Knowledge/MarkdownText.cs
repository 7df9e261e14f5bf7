using System.Globalization;
using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ServiceRouter.Dialogue.Knowledge;

/// <summary>Turns Markdown into the plain text that every channel can show.</summary>
internal static class MarkdownText
{
    // A shorter paragraph ("Téléphone : 3400.") says nothing alone and stays with its neighbour.
    private const int ShortestPassage = 90;

    // Trap: without this, a line that begins with < swallows the text up to the next empty line.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <summary>The paragraphs; a list stands with the sentence before it.</summary>
    public static List<string> Passages(string markdown)
    {
        var passages = new List<string>();
        Block? before = null;
        foreach (var block in Markdown.Parse(markdown, Pipeline))
        {
            var text = Text(block, "").TrimEnd();
            if (text.Length == 0)
                continue;
            if (before is HeadingBlock || (before is ParagraphBlock && block is ListBlock))
                passages[^1] += "\n" + text;
            else if (passages.Count > 0 && block is not HeadingBlock && (text.Length < ShortestPassage && !text.EndsWith(':') && !text.EndsWith('?')))
                passages[^1] += "\n\n" + text;
            else
                passages.Add(text);
            before = block;
        }

        return passages;
    }

    private static string Text(Block block, string indent) => block switch
    {
        ListBlock list => List(list, indent),
        LeafBlock { Inline: { } inline } => Inlines(inline) + "\n",
        LeafBlock { Lines.Count: > 0 } code => code.Lines.ToString() + "\n",
        ContainerBlock container => string.Concat(container.Select(child => Text(child, indent))),
        _ => "",
    };

    private static string List(ListBlock list, string indent)
    {
        var text = new StringBuilder();
        var number = int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var mark = list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : "• ";
            text.Append(indent).Append(mark).Append(Text(item, indent + "  "));
        }

        return text.ToString();
    }

    private static string Inlines(ContainerInline container) => string.Concat(container.Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        LineBreakInline line => line.IsHard ? "\n" : " ",
        CodeInline code => code.Content,
        AutolinkInline link => link.Url,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LinkInline link => Link(link),
        ContainerInline inner => Inlines(inner),
        _ => "",
    }));

    private static string Link(LinkInline link)
    {
        var label = Inlines(link);
        if (link.IsImage || string.IsNullOrEmpty(link.Url) || link.Url.Contains(label, StringComparison.OrdinalIgnoreCase))
            return label.Length > 0 || link.IsImage ? label : link.Url ?? "";
        return $"{label} ({link.Url})";
    }
}
