using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Scripts;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Host.Commands;

/// <summary><c>./run flows check [PATH]</c>: every problem of the flows and of the scripts beside them on standard output, one per line; exit code 1 if there is one.</summary>
internal static class FlowsCheckCommand
{
    /// <param name="args">The path: the directory of flows, a procedure's folder in it, one flow file or one script. Without it,
    /// the folder <c>flows</c> here, or else the one nearest above the binary.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter log)
    {
        var path = Path.GetFullPath(args is [var given, ..] ? given : DefaultPath());
        if (DirectoryOfFlows(path) is not { } directory)
        {
            await log.WriteLineAsync($"{path}: no flows here (a directory of flows holds skills.yaml)");
            return 1;
        }

        await log.WriteLineAsync($"checking {path}");
        var library = FlowLibrary.Load(directory, IsHumanExit);
        var parent = Path.GetDirectoryName(directory)!;
        bool IsAsked(string file) => IsIn(Path.GetFullPath(Path.Combine(parent, file)), path);

        var scripts = ChatFiles.In(directory).Where(script => IsIn(script, path) || IsAskedBeside(script)).Where(HasItsFlow).ToList();
        var played = scripts.Select(script => ChatFiles.Replay(library, directory, script, IsHumanExit)).ToList();
        var problems = library.Problems.Where(problem => IsAsked(problem.File)).Concat(played.SelectMany(found => found)).ToList();
        foreach (var problem in problems)
            await output.WriteLineAsync(problem.ToString());
        var passed = library.Flows.Count(flow => IsAsked(flow.File));
        var refused = problems.Select(problem => problem.File).Distinct().Count();
        if (passed + refused + played.Count == 0)
        {
            await log.WriteLineAsync($"{path}: no flow here");
            return 1;
        }

        await output.WriteLineAsync($"{passed} flows and {played.Count(found => found.Count == 0)} scripts pass; {problems.Count} problems in {refused} files");
        return problems.Count == 0 ? 0 : 1;

        // Whoever checks one flow file has changed it: its script tells what became of it.
        bool IsAskedBeside(string script) => library.Flows.Any(flow => IsAsked(flow.File) && FolderOf(flow.File) == Path.GetDirectoryName(script));

        // The problems of the flow itself are told already, and nothing can be played with it.
        bool HasItsFlow(string script) => !library.Problems.Any(problem => FolderOf(problem.File) == Path.GetDirectoryName(script));

        string? FolderOf(string file) => Path.GetDirectoryName(Path.GetFullPath(Path.Combine(parent, file)));
    }

    private static bool IsHumanExit(string text) => HumanExit.Recognise(text).Ask == ExitAsk.Human;

    private static string DefaultPath()
    {
        const string flows = "flows";
        var folder = Directory.Exists(flows) ? null : new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, flows)))
            folder = folder.Parent;
        return folder is null ? flows : Path.Combine(folder.FullName, flows);
    }

    /// <summary>The nearest folder, from the path upwards, that holds the list of skills.</summary>
    private static string? DirectoryOfFlows(string path)
    {
        var folder = Directory.Exists(path) ? new DirectoryInfo(path) : File.Exists(path) ? new FileInfo(path).Directory : null;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "skills.yaml")))
            folder = folder.Parent;
        return folder?.FullName;
    }

    private static bool IsIn(string file, string path)
    {
        var relative = Path.GetRelativePath(path, file);
        return relative == "." || !(relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative));
    }
}
