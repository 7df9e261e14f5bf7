using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ServiceRouter.Platform.Journals;

/// <summary>Folders whose entries must survive a power failure: a file that was synced is lost all the same when its name was not.</summary>
internal static class DiskFolder
{
    // errno of Linux.
    private const int Interrupted = 4;
    private const int Invalid = 22;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A folder that only this service's account may read, whose name is on the disk.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        var parents = new Stack<string>();
        for (var made = Path.GetFullPath(path); !Directory.Exists(made) && Path.GetDirectoryName(made) is { } parent; made = parent) parents.Push(parent);
        Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        foreach (var parent in parents) Sync(parent);
    }

    /// <summary>A file that only this service's account may read, held open for writing.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    /// <summary>Writes the names of a folder's files to the disk.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void Sync(string path)
    {
        // Windows writes names with their files.
        if (OperatingSystem.IsWindows()) return;
        using var folder = new SafeFileHandle(OpenFolder(path, 0), ownsHandle: true);
        if (folder.IsInvalid) throw new IOException($"The folder cannot be opened, error {Marshal.GetLastPInvokeError()}");
        // Some file systems of other machines write names by themselves and know no such call for folders.
        if (Fault(folder) is not (0 or Invalid) and var fault) throw new IOException($"The names in a folder are not on the disk, error {fault}");
    }

    /// <summary>Waits until what was written is on the disk. .NET's own way takes a disk that became read-only, or has none behind it, for one that wrote everything.</summary>
    /// <exception cref="IOException">The disk refused, whatever its reason.</exception>
    public static void Flush(FileStream file)
    {
        file.Flush();
        Flush(file.SafeFileHandle);
    }

    /// <inheritdoc cref="Flush(FileStream)"/>
    internal static void Flush(SafeFileHandle file)
    {
        if (Fault(file) is not 0 and var fault) throw new IOException($"What was written is not on the disk, error {fault}");
    }

    private static int Fault(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return 0;
        }
        while (FSync(file) != 0)
        {
            if (Marshal.GetLastPInvokeError() is not Interrupted and var fault) return fault;
        }
        return 0;
    }

    /// <summary>The disk refused, or something on it may not be used by this account.</summary>
    public static bool IsOfDisk(Exception failure) => failure is IOException or UnauthorizedAccessException;

    // .NET opens no folders.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFolder(string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FSync(SafeFileHandle file);
}
