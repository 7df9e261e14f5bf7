using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ServiceRouter.Platform.Journals;

/// <summary>Folders whose entries must survive a power failure: a file that was synced is lost all the same when its name was not.</summary>
internal static class DiskFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
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
        RandomAccess.FlushToDisk(folder);
    }

    /// <summary>The disk refused, or something on it may not be used by this account.</summary>
    public static bool IsOfDisk(Exception failure) => failure is IOException or UnauthorizedAccessException;

    // .NET opens no folders.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFolder(string path, int flags);
}
