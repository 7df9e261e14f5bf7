using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ServiceRouter.Flows.Language;

/// <summary>Turns a file into a YAML tree, or into the one problem that stops it.</summary>
internal static class YamlTree
{
    // Steps, step, ask, choices, choice, text, language, channel: a deeper file is no flow, and the YAML reader recurses.
    private const int Deepest = 12;

    public static YamlMappingNode? Read(string yaml, YamlProblems problems)
    {
        var reached = 1;
        try
        {
            if (RefusedShape(yaml, ref reached) is var (line, reason))
            {
                problems.Add(line, reason);
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
                return root;
            problems.Add(1, "the file must hold one mapping of keys to values");
        }
        catch (YamlException e)
        {
            problems.Add((int)e.Start.Line, $"not YAML: {e.InnerException?.Message ?? e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The scanner of YamlDotNet throws these for some broken braces, without a position.
            problems.Add(reached, "not YAML: something after this line is broken, often a brace, a bracket or a quote");
        }

        return null;
    }

    private static (int Line, string Reason)? RefusedShape(string yaml, ref int reached)
    {
        var parser = new Parser(new StringReader(yaml));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            var line = reached = (int)parser.Current.Start.Line;
            if (depth > Deepest)
                return (line, "nested too deep for a flow");
            if (parser.Current is AnchorAlias || parser.Current is NodeEvent { Anchor.IsEmpty: false })
                return (line, "anchors and aliases (& and *) are not part of the flow language");
        }

        return null;
    }
}
