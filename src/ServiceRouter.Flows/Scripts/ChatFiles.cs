using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Scripts;

/// <summary>The scripts of a directory of flows.</summary>
public static class ChatFiles
{
    /// <summary>Full paths, in an order that is the same on every machine.</summary>
    public static IReadOnlyList<string> In(string directory) => FlowFiles.In(directory, FlowFiles.ChatEnding);

    /// <summary>Replays one script against the flow in its folder.</summary>
    public static IReadOnlyList<FlowProblem> Replay(FlowLibrary library, string directory, string path, Func<string, bool> isHumanExit)
    {
        var file = FlowFiles.Name(directory, path);
        var procedure = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))!;
        if (library.Find(procedure) is not { } flow)
            return [new(file, 1, null, $"there is no flow `{procedure}` to play this script with, or it did not pass its checks")];
        var reading = ChatReader.Read(File.ReadAllText(path), file);
        return reading.Script is { } script ? ChatPlayer.Play(flow, script, isHumanExit) : reading.Problems;
    }
}
