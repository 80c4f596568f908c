//! What the world puts in a store's way: a full disk, a missing permission, a path that is too long.
//!
//! A closed list, so that each has its own words and its own next step. Absent by design: damage, which lies in the file
//! itself, and locks, which go away by themselves.

use std::fmt;
use std::io::{Error, ErrorKind};

/// Why the system did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// The file system, or the user's share of it, is full.
    DiskFull,
    /// The device failed to read or write.
    Device,
    /// The user may not do it.
    Permission,
    /// The file system is mounted read-only.
    ReadOnlyDisk,
    /// The path or the file's name is longer than the system or SQLite takes.
    PathTooLong,
    /// A part of the path is no folder, or links go round in a circle.
    Path,
    /// The process or the system has too many files open.
    TooManyFiles,
    /// There is no memory left.
    Memory,
    /// The file system cannot lock files.
    Locking,
    /// Something else; the system's own words say what.
    Other,
}

/// Numbers of errors for which the standard library has no kind: too many files (system, process), device, circle of links.
#[cfg(unix)]
const BY_NUMBER: [(i32, Obstacle); 4] =
    [(23, Obstacle::TooManyFiles), (24, Obstacle::TooManyFiles), (5, Obstacle::Device), (40, Obstacle::Path)];
#[cfg(not(unix))]
const BY_NUMBER: [(i32, Obstacle); 1] = [(4, Obstacle::TooManyFiles)];

impl Obstacle {
    /// The obstacle behind an error of the system.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the standard library's list of errors is open")]
    pub fn of(error: &Error) -> Self {
        let number = error.raw_os_error();
        if let Some((_, obstacle)) = BY_NUMBER.iter().find(|(known, _)| Some(*known) == number) {
            return *obstacle;
        }
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::DiskFull,
            ErrorKind::PermissionDenied => Self::Permission,
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyDisk,
            ErrorKind::InvalidFilename => Self::PathTooLong,
            ErrorKind::NotADirectory => Self::Path,
            ErrorKind::OutOfMemory => Self::Memory,
            _ => Self::Other,
        }
    }

    /// A short name for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::DiskFull => "DISK-FULL",
            Self::Device => "DEVICE",
            Self::Permission => "PERMISSION",
            Self::ReadOnlyDisk => "READ-ONLY-DISK",
            Self::PathTooLong => "PATH-TOO-LONG",
            Self::Path => "PATH",
            Self::TooManyFiles => "TOO-MANY-FILES",
            Self::Memory => "MEMORY",
            Self::Locking => "LOCKING",
            Self::Other => "SYSTEM",
        }
    }

    /// What to do about it.
    pub fn next(self) -> &'static str {
        match self {
            Self::DiskFull => "free some space there, then run the command again",
            Self::Device => "check the disk and its cable or connection, then run the command again",
            Self::Permission => "check the permissions of the file and its folder, or work on a copy",
            Self::ReadOnlyDisk => "mount it for writing, or work on a copy",
            Self::PathTooLong => "choose a shorter name, or a folder nearer to the root",
            Self::Path => "check each part of the path",
            Self::TooManyFiles => "close other programs or raise the limit, then run the command again",
            Self::Memory => "close other programs or raise the limit, then run the command again",
            Self::Locking => "keep the ledger on a local disk, or switch file locks on there",
            Self::Other => "check the path, the disk and the permissions",
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DiskFull => "the disk is full",
            Self::Device => "the disk failed",
            Self::Permission => "the permission is missing",
            Self::ReadOnlyDisk => "the file system is mounted read-only",
            Self::PathTooLong => "the path or the name is too long",
            Self::Path => "the path leads nowhere",
            Self::TooManyFiles => "too many files are open",
            Self::Memory => "there is no memory left",
            Self::Locking => "the file system cannot lock files",
            Self::Other => "the system refused",
        })
    }
}
